import { afterAll, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryFiles, MemoryPlace, tokens } from '@knotwork/experiment';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile, FileComposer } from './compose-from-file.js';
import { diskFiles } from './files/disk-files.js';
import { git } from './identity/git.js';
import { GitProvenance } from './identity/git-provenance.js';

const folder = mkdtempSync(join(tmpdir(), 'knotwork-workspace-'));
afterAll(() => { rmSync(folder, { recursive: true }); });
const standard = await standardPackages();
const text = `knotwork: 1
name: quick
dataset: { kind: expression, expression: x1, samples: { train: 20, validation: 10, test: 10 } }
network: { widths: [1, 1] }
stages: [{ kind: fit, steps: 2, starts: { count: 1 } }]
`;
const request = { file: 'quick.yaml', overrides: [], again: false, cwd: folder };

test('a file from memory, a run that stays there: nothing is written', async () => {
  const place = new MemoryPlace();
  const composition = await composeFromFile(request, standard, [given(tokens.files, memoryFiles({ 'quick.yaml': text })), given(tokens.place, place)]);
  expect((await composition.run()).status).toBe('completed');
  expect(place.folder.names()).toContain('result.json');
  expect(readdirSync(folder)).toEqual([]);
});

test('a file from the disk: the folder of its run is looked at and not made before it runs', async () => {
  writeFileSync(join(folder, 'quick.yaml'), text);
  const composition = await composeFromFile(request, standard);
  expect(composition.location).toBe(join(folder, 'runs', 'quick', composition.id));
  expect(existsSync(composition.location)).toBe(false);
  await composition.run();
  expect(readdirSync(composition.location).sort()).toEqual(['evaluation.npz', 'metrics.jsonl', 'network.json', 'network.safetensors', 'network.svg', 'result.json', 'run.json', 'timing.json']);
});

test('git is asked as often for five runs as for one', async () => {
  writeFileSync(join(folder, 'quick.yaml'), text);
  let calls = 0;
  const provenance = new GitProvenance(folder, (...call) => { calls++; return git(...call); });
  const composer = new FileComposer(standard, [given(tokens.provenance, provenance)]);
  await composer.compose(request);
  const once = calls;
  for (let k = 0; k < 4; k++) await composer.compose({ ...request, overrides: [`seed=${k}`] });
  expect([once > 0, calls]).toEqual([true, once]);
});

test('git answers while the experiment is opened, and is asked before anything else', async () => {
  writeFileSync(join(folder, 'quick.yaml'), text);
  const events: string[] = [];
  const provenance = new GitProvenance(folder, (...call) => { events.push(`git ${call[1]}`); return git(...call); });
  const loader = { load: async () => { events.push('packages of the file'); return []; } };
  await new FileComposer(standard, [given(tokens.provenance, provenance), given(tokens.loader, loader)]).compose(request);
  // The code that runs and the folder of the file are two questions.
  expect(events.slice(0, 3)).toEqual(['git status', 'git status', 'packages of the file']);
});

test('what goes wrong while git is asked ends the composition, and nothing else does', async () => {
  writeFileSync(join(folder, 'quick.yaml'), text);
  const provenance = new GitProvenance(folder);
  provenance.stateOf = () => Promise.reject(new Error('out of tea'));
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): void => { unhandled.push(reason); };
  process.on('unhandledRejection', listen);
  await expect(new FileComposer(standard, [given(tokens.provenance, provenance)]).compose(request)).rejects.toThrow('out of tea');
  await expect(new FileComposer(standard, [given(tokens.provenance, provenance)]).compose({ ...request, overrides: ['seed=-1'] })).rejects.toThrow('seed');
  await new Promise((resolve) => { setTimeout(resolve, 10); });
  process.off('unhandledRejection', listen);
  expect(unhandled).toEqual([]);
});

test('why a file cannot be read is told in words', async () => {
  await expect(diskFiles.read('nowhere.csv', folder)).rejects.toThrow('there is no such file');
  await expect(diskFiles.read('.', folder)).rejects.toThrow('it is a folder');
  await expect(composeFromFile({ ...request, file: 'nowhere.yaml' }, standard)).rejects.toThrow('The experiment file "nowhere.yaml" cannot be read: there is no such file. Check the path; "examples/hello-kan.yaml" is one to start from.');
});
