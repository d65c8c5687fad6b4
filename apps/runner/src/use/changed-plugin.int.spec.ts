import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { knotwork, type SessionEnded, session, workspace } from '../fixtures/knotwork.js';
import { tiny, workplace } from '../fixtures/workplace.js';

const hat = readFileSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), 'utf8');
const off = `import { defineMetric, definePackage, z } from '@knotwork/plugin';
export default definePackage({ api: 2, plugins: [defineMetric({ name: 'off', summary: 'How far the first row is off', options: z.strictObject({}), evaluate: ({ values }, targets) => Math.abs(values[0] - targets.values[0]) })] });
`;
const { folder, remove } = workplace({
  'off.mjs': off, 'off.yaml': tiny.replace('network:', 'plugins: [./off.mjs]\nnetwork:'),
  'hat.mjs': hat, 'hat.yaml': tiny.replace('network:', 'plugins: [./hat.mjs]\nnetwork:').replace('kind: b-spline', 'kind: hat'),
  // A package in whose folder its author works.
  'pkg/package.json': JSON.stringify({ name: 'kan-hat', version: '1.0.0', type: 'module', exports: { default: './dist/index.js' } }),
  'pkg/dist/index.js': "export { default } from './hat.js';\n", 'pkg/dist/hat.js': hat,
  'pkg/hat.yaml': tiny.replace('network:', 'plugins: [.]\nnetwork:').replace('kind: b-spline', 'kind: hat'),
  'pkg/study.yaml': 'study: 1\nname: hats\nbase: hat.yaml\nfactors:\n  network.basis: [{ kind: hat, intervals: 3 }, { kind: hat, intervals: 5 }]\nseeds: 1..2\nmetric: rmse\n',
  'pkg/rows.csv': 'x1,y\n0.2,0.5\n', 'rows.csv': 'x1,y\n0.2,0.5\n0.4,0.9\n',
});
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, { cwd: folder });
const NOTE = /^note: Plugin "\.\/hat\.mjs" is not what the network was trained with \(SHA-256 [0-9a-f]{12}\.\.\. then, [0-9a-f]{12}\.\.\. now\): its basis hat may compute other numbers\. Restore it, or train again\.$/gm;

let before: SessionEnded;
beforeAll(async () => {
  before = (await run(['run', 'hat.yaml', '--out', 'run'], ['predict', 'run', 'rows.csv']))[1]!;
  writeFileSync(join(folder, 'hat.mjs'), `${hat}\n// another file\n`);
}, 60_000);
afterAll(remove);

test('a plugin that was edited after training is told by every command that uses the network, once', async () => {
  expect([before.status, before.stderr]).toEqual([0, '']);
  const commands = [
    ['predict', 'run', 'rows.csv'], ['evaluate', 'run', 'rows.csv'], ['show', 'run'], ['symbolic', 'run'], ['export', 'run', '--to', 'c', '--out', 'hat.c'], ['report', 'run'], ['report', 'run', '--out', 'hat.svg'],
    ['report', 'run', '--out', '-'], ['run', 'hat.yaml', '--out', 'next', 'network={from: run}'],
  ];
  const ended = await run(...commands);
  // Terminals are narrow, and what is shown is wrapped.
  const said = ended.map(({ stdout, stderr }) => `${stdout.startsWith('<') ? '' : stdout}${stderr}`.replaceAll('\n  ', ' ').match(NOTE)?.length ?? 0);
  expect(ended.map(({ status }) => status)).toEqual(commands.map(() => 0));
  expect(said).toEqual(commands.map(() => 1));
  expect([ended[0]!.stdout, ended[0]!.stderr.match(NOTE)]).toEqual([before.stdout, [expect.any(String)]]);
}, 60_000);

test('what a run was made of is not replaced, --force or not, and the message says what to type', async () => {
  const held = readFileSync(join(folder, 'hat.mjs'), 'utf8');
  const ended = await run(
    ['export', 'run', '--to', 'javascript', '--out', 'hat.mjs', '--force'], ['export', 'run', '--to', 'javascript', '--out', 'hat.mjs'], ['export', 'run', '--to', 'table', '--out', 'run/network.json', '--force'],
    ['predict', 'run', 'rows.csv', '--out', './rows.csv', '--force'], ['export', 'run', '--to', 'javascript', '--plugin', 'hat.mjs', '--out', join(folder, 'hat.mjs'), '--force'],
  );
  const refusal = (path: string, what: string): [number, string] => [2, `knotwork: "${path}" is ${what}, which is never replaced. Give another file with --out NAME.\n`];
  // A note on the plugin that was edited stands before it.
  expect(ended.map(({ status, stderr }) => [status, stderr.slice(stderr.indexOf('knotwork: '))])).toEqual([
    refusal('hat.mjs', 'a plugin of the run'), refusal('hat.mjs', 'a plugin of the run'), refusal('run/network.json', 'a file of the run itself'), refusal('./rows.csv', 'a table that is read'), refusal(join(folder, 'hat.mjs'), 'a plugin of the run'),
  ]);
  expect([readFileSync(join(folder, 'hat.mjs'), 'utf8'), readFileSync(join(folder, 'rows.csv'), 'utf8')]).toEqual([held, 'x1,y\n0.2,0.5\n0.4,0.9\n']);
}, 60_000);

test('with --json standard output is the object alone, with --quiet nothing is said', async () => {
  const json = await run(['predict', 'run', 'rows.csv', '--json'], ['evaluate', 'run', 'rows.csv', '--json'], ['show', 'run', '--json'], ['symbolic', 'run', '--json'], ['export', 'run', '--to', 'c', '--out', 'json.c', '--json']);
  for (const { stdout, stderr } of json) {
    expect(() => { JSON.parse(stdout); }).not.toThrow();
    expect(stderr.replaceAll('\n  ', ' ').match(NOTE)).toHaveLength(1);
  }
  const quiet = await run(['predict', 'run', 'rows.csv', '--quiet'], ['symbolic', 'run', '--quiet'], ['export', 'run', '--to', 'c', '--out', 'quiet.c', '--quiet']);
  expect(quiet.map(({ stderr }) => stderr)).toEqual(['', '', '']);
}, 60_000);

test('a run does not go on with it', async () => {
  const [again] = await run(['run', 'hat.yaml', '--out', 'run']);
  expect([again!.status, again!.stderr]).toEqual([2, expect.stringContaining('The folder "run" holds another run')]);
}, 60_000);

test('the same file elsewhere is told as moved, not as changed', async () => {
  writeFileSync(join(folder, 'moved.mjs'), hat);
  const [moved] = await run(['predict', 'run', 'rows.csv', '--plugin', './moved.mjs']);
  expect([moved!.status, moved!.stderr, moved!.stdout]).toEqual([0, 'note: The network was saved with ./hat.mjs 0.0.0; its basis hat now comes from ./moved.mjs 0.0.0.\n', before.stdout]);
}, 60_000);

test('a plugin that is not where the run found it is told from where it was looked for, and what to type', async () => {
  renameSync(join(folder, 'hat.mjs'), join(folder, 'gone.mjs'));
  mkdirSync(join(folder, 'other/pkg'), { recursive: true });
  writeFileSync(join(folder, 'other/pkg/index.js'), hat.replace("name: 'hat'", "name: 'cap'"));
  writeFileSync(join(folder, 'other/pkg/package.json'), JSON.stringify({ name: 'kan-cap', version: '1.0.0', type: 'module', main: './index.js' }));
  const [stored, shown, wrong, absent, strange, bare] = await run(
    ['predict', 'run', 'rows.csv'], ['show', 'run'], ['predict', 'run', 'rows.csv', '--plugin', './no/hat.mjs'], ['predict', 'run', 'rows.csv', '--plugin', 'kan-absent'], ['predict', 'run', 'rows.csv', '--plugin', 'other/pkg'],
    ['predict', 'run', 'rows.csv', '--plugin', 'moved.mjs', '--quiet'],
  );
  const place = join(folder, 'hat.mjs');
  const moved = `Plugin "./hat.mjs" of the run does not exist: there is no ${place}. What a run names is looked for from the working folder. Where a package has moved, give --plugin PATH.`;
  expect([stored!.status, stored!.stderr]).toEqual([2, `knotwork: ${moved}\n`]);
  expect(shown!.stdout.replaceAll('\n  ', ' ')).toContain(`what needs it is left out: ${moved}\n`);
  expect([wrong!.status, wrong!.stderr]).toEqual([2, `knotwork: Plugin "./no/hat.mjs" does not exist: there is no ${join(folder, 'no/hat.mjs')}. Correct --plugin PATH; a relative path starts at the working folder.\n`]);
  expect([absent!.status, absent!.stderr]).toEqual([2, `knotwork: Plugin package "kan-absent" was not found from ${folder}. Install it there (npm install kan-absent), or correct --plugin PATH; the path of a file or folder starts with "./".\n`]);
  expect([strange!.status, strange!.stderr]).toEqual([2, 'knotwork: The network needs the basis hat of the package ./hat.mjs 0.0.0, which is not installed. Give its package with --plugin PATH; the path of a file or folder starts with "./".\n']);
  // What is there by that name is meant.
  expect([bare!.status, bare!.stdout]).toEqual([0, before.stdout]);
}, 60_000);

test('a package of which the network has nothing may be gone: all that uses the network goes without, and says so', async () => {
  const [, predicted, evaluated] = await run(['run', 'off.yaml', '--out', 'off'], ['predict', 'off', 'rows.csv'], ['evaluate', 'off', 'rows.csv', '--json']);
  expect(evaluated!.stdout).toContain('"off"');
  renameSync(join(folder, 'off.mjs'), join(folder, 'not-off.mjs'));
  const left = `note: the network has nothing of a package that is missing, and goes without: Plugin "./off.mjs" of the run does not exist: there is no ${join(folder, 'off.mjs')}. What a run names is looked for from the working folder. Where a package has moved, give --plugin PATH.\n`;
  const [again, without, exported, symbolic, given] = await run(
    ['predict', 'off', 'rows.csv'], ['evaluate', 'off', 'rows.csv', '--json'], ['export', 'off', '--to', 'c', '--out', 'off.c'], ['symbolic', 'off'], ['evaluate', 'off', 'rows.csv', '--json', '--plugin', './not-off.mjs'],
  );
  expect([again!.status, again!.stdout, again!.stderr]).toEqual([0, predicted!.stdout, left]);
  expect([exported!.status, symbolic!.status]).toEqual([0, 0]);
  expect(without!.status).toBe(0);
  expect(JSON.parse(without!.stdout)).not.toHaveProperty('metrics.off');
  expect(given!.stdout).toContain('"off"');
  // What is wrong beside it is said first.
  writeFileSync(join(folder, 'off', 'network.safetensors'), '{');
  const [damaged] = await run(['predict', 'off', 'rows.csv']);
  expect(damaged!.status).toBe(2);
  expect(damaged!.stderr).toMatch(/^knotwork: .*network\.safetensors.* The run named a package that is missing, too: Plugin "\.\/off\.mjs" of the run does not exist/);
}, 60_000);

test('experiments and studies in the folder of their plugin, and what they write, leave it what it is; its code does not', async () => {
  const cwd = join(folder, 'pkg');
  const more = ['study', 'study.yaml', 'seed=1..3'];
  const predict = ['predict', 'net', 'rows.csv'];
  const begun = [await knotwork(['study', 'study.yaml'], { cwd }), ...await session([['run', 'hat.yaml', '--out', 'net'], predict], { cwd })];
  expect(begun.map(({ status, stderr }) => [status, stderr])).toEqual(begun.map(() => [0, '']));
  for (const name of ['README.md', 'notes.txt', 'other.yaml', 'figure.svg', 'more.json']) writeFileSync(join(cwd, name), '{}');
  const wentOn = [...await session([['export', 'net', '--to', 'javascript', '--out', 'net.mjs'], predict], { cwd }), await knotwork(more, { cwd })];
  expect(wentOn.map(({ status, stderr }) => [status, stderr])).toEqual(wentOn.map(() => [0, '']));
  expect(wentOn[2]!.stdout).toContain('2 arms x 3 seeds = 6 trials, 4 of them done');
  writeFileSync(join(cwd, 'dist/hat.js'), `${hat}\n// another file\n`);
  const [study, predicted] = await session([more, predict], { cwd });
  expect([study!.status, study!.stderr]).toEqual([2, expect.stringMatching(/^knotwork: The plugin "kan-hat" is not what it was when the study in .* began\./)]);
  expect(predicted!.stderr).toMatch(/^note: Plugin ".*" is not what the network was trained with/);
}, 120_000);
