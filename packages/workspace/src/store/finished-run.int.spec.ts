import { afterAll, expect, test } from '@jest/globals';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Provenance, tokens } from '@knotwork/experiment';
import { isKnotworkError } from '@knotwork/plugin';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '../compose-from-file.js';

const folder = mkdtempSync(join(tmpdir(), 'knotwork-finished-'));
afterAll(() => { rmSync(folder, { recursive: true }); });
writeFileSync(join(folder, 'quick.yaml'), `knotwork: 1
name: quick
dataset: { kind: expression, expression: x1, samples: { train: 20, validation: 10, test: 10 } }
network: { widths: [1, 1] }
stages: [{ kind: fit, steps: 2, starts: { count: 1 } }]
`);
const standard = await standardPackages();
/** A release: a finished run may be shown whatever the state of the tree that is tested. */
const release: Provenance = {
  host: { record: {}, deciding: {} }, source: () => Promise.resolve(null), stateOf: () => Promise.resolve(null), code: () => Promise.resolve('release'),
};
const compose = (out: string, again = false) => composeFromFile({ file: 'quick.yaml', overrides: out === 'members' ? ['members=2'] : [], out, again, cwd: folder }, standard, [given(tokens.provenance, release)]);

/** What is said about a folder: the message and its code, or that its run is done. */
async function said(out: string): Promise<string> {
  try {
    const { done } = await compose(out);
    return done === null ? 'to be run' : 'done';
  } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** Changes one character of a file and nothing of its length. */
function edit(path: string, from: RegExp, to: string): void {
  const text = readFileSync(path, 'latin1');
  const edited = text.replace(from, to);
  expect([edited === text, edited.length]).toEqual([false, text.length]);
  writeFileSync(path, edited, 'latin1');
}

const damages: Readonly<Record<string, (path: string) => void>> = {
  'result.json': (path) => edit(path, /"seed": 0/, '"seed": 9'),
  'network.json': (path) => edit(path, /b-spline/, 'c-spline'),
  'network.safetensors': (path) => edit(path, /[^]$/, '\u0007'),
};

for (const [out, prefixes] of [['single', ['']], ['members', ['', 'members/1/', 'members/2/']]] as const) {
  test(`a finished run is shown where all its files are as they were written, and else the file is named (${out})`, async () => {
    await (await compose(out)).run();
    expect(await said(out)).toBe('done');
    const files = prefixes.flatMap((prefix) => Object.keys(damages).filter((name) => prefix === '' || name !== 'result.json').map((name) => `${prefix}${name}`));
    for (const name of files) {
      const path = join(folder, out, name);
      const kept = join(folder, 'kept');
      const wrong = (reason: string): string => `environment: ${path} is not what was written: ${reason}. Repeat the run with --again, or choose another folder with --out.`;
      copyFileSync(path, kept);
      damages[name.split('/').at(-1)!]!(path);
      expect(await said(out)).toBe(wrong('its SHA-256 is not the one in timing.json'));
      copyFileSync(kept, path);
      expect(await said(out)).toBe('done');
      truncateSync(path, 100);
      expect(await said(out)).toMatch(new RegExp(`^environment: ${path} is not what was written: .* Repeat the run with --again, `));
      if (name !== 'result.json') {
        rmSync(path);
        expect(await said(out)).toBe(wrong('it is gone'));
      }
      copyFileSync(kept, path);
    }
    expect(await said(out)).toBe('done');
  }, 60_000);
}

test('without what tells how the files were, nothing is shown; --again writes all of it anew', async () => {
  const again = async (): Promise<void> => {
    const composition = await compose('again', true);
    expect(composition.done).toBeNull();
    expect((await composition.run()).status).toBe('completed');
    expect(await said('again')).toBe('done');
  };
  const at = (name: string): string => join(folder, 'again', name);
  await (await compose('again')).run();
  const timing = JSON.parse(readFileSync(at('timing.json'), 'utf8')) as Record<string, unknown>;
  expect(Object.keys(timing['files'] as object).sort()).toEqual(['network.json', 'network.safetensors', 'result.json']);

  writeFileSync(at('timing.json'), JSON.stringify({ ...timing, files: undefined }));
  expect(await said('again')).toBe(`environment: ${at('timing.json')} is not what was written: it does not say what the other files of the run were like when it ended. Repeat the run with --again, or choose another folder with --out.`);
  rmSync(at('timing.json'));
  expect(await said('again')).toBe(`environment: ${at('timing.json')} is not what was written: it is gone. Repeat the run with --again, or choose another folder with --out.`);
  await again();
  truncateSync(at('result.json'), 10);
  await again();
  truncateSync(at('timing.json'), 10);
  expect(await said('again')).toMatch(/timing\.json is not what was written: .* Repeat the run with --again/);
  await again();
  truncateSync(at('run.json'), 10);
  expect(await said('again')).toMatch(new RegExp(`run\\.json is not what was written: .* Delete ${join(folder, 'again')} and repeat the run, or choose another folder with --out\\.$`));
}, 60_000);
