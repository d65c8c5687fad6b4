import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endOf, knotwork, type SessionEnded, session, start, workspace } from '../fixtures/knotwork.js';
import { small, workplace } from '../fixtures/workplace.js';

const hat = readFileSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), 'utf8');
const manifest = (name: string, more: object = {}): string => JSON.stringify({ name, version: '1.2.3', type: 'module', exports: { '.': { default: './index.js' } }, files: ['index.js', 'lib'], keywords: ['knotwork-plugin'], peerDependencies: { '@knotwork/plugin': '>=0.1 <2' }, ...more });
/** A basis and a metric in a package of two files. */
const two = `import { definePackage, defineMetric, z } from '@knotwork/plugin';
import { hat } from './lib/hat.js';
const nothing = defineMetric({ name: 'nothing', summary: 'Zero', options: z.strictObject({}), evaluate: () => 0 });
export default definePackage({ api: 2, plugins: [hat, nothing] });
`;
const library = hat.replace('const hat', 'export const hat').replace(/^export default .*$/m, '');
/** A function whose option has no default. */
const power = `import { definePackage, defineFunction, z } from '@knotwork/plugin';
export default definePackage({ api: 2, plugins: [defineFunction({ name: 'bump', summary: 'A bump', options: z.strictObject({ width: z.number().positive() }), apply: (x, { width }) => x.mul(width).square().neg().exp() })] });
`;
const experiment = (plugins: string): string => small.replace('network:', `plugins: [${plugins}]\nnetwork:`).replace('kind: b-spline', 'kind: hat');

/** Claims that do not hold, and the checks that are there for them. */
const broken: Readonly<Record<string, readonly [string, string, string]>> = {
  'order': ['order: () => 2', 'order: () => 4', 'the declared order is what is measured'],
  'constants': ['spansConstants: true', 'spansConstants: false', 'constants do not lie in the span'],
  'smoothness': ['smoothness: () => 1', 'smoothness: () => 2', 'the declared smoothness is what is measured'],
};
const setups: Readonly<Record<string, readonly [string, RegExp]>> = {
  'are no object': ['export default 1;', /The default export of .*conformance\.js must say what the checks of plugins need, by kind and name\. Write export default/],
  'are of no plugin': ["export default { 'basis hut': {} };", /"basis hut" in .*conformance\.js is no plugin of the package, which has basis hat, metric nothing\. Did you mean "basis hat"\?/],
  'have a key that nobody reads': ["export default { 'basis hat': { option: [] } };", /"option" of "basis hat" in .*conformance\.js is nothing that checks take\. .*Did you mean "options"\?/],
  'have options that are refused': ["export default { 'basis hat': { options: [{ intervals: -1 }] } };", /The basis "hat" cannot be checked with the options {"intervals":-1}: .* In conformance\.js of the package write/],
  'expect a failure of no check': ["export default { 'basis hat': { expectedFailures: { 'a network train': 'why' } } };", /No check of basis "hat" is called "a network train"\. Did you mean "a network trains"\?/],
  'fail': ["throw new Error('out of tea');", /conformance\.js" failed while loading: out of tea\. Correct it\. Line: .*conformance\.js:1:7\./],
};
const { folder, remove } = workplace({
  'pkg/package.json': manifest('knotwork-two'), 'pkg/index.js': two, 'pkg/lib/hat.js': library, 'pkg/notes.txt': 'not for others',
  'hat.mjs': hat, 'bump.mjs': power, 'sized.mjs': power, 'sized.conformance.mjs': "export default { 'function bump': { options: [{ width: 2 }] } };",
  'named/package.json': manifest('knotwork-named', { knotwork: { conformance: './dist/setups.js' } }), 'named/index.js': power, 'named/dist/setups.js': "export default { 'function bump': { options: [{ width: 2 }] } };",
  'unbuilt/package.json': manifest('knotwork-unbuilt'), 'unbuilt-setups/package.json': manifest('u', { knotwork: { conformance: './dist/none.js' } }), 'unbuilt-setups/index.js': power,
  'newer/package.json': manifest('knotwork-newer', { peerDependencies: { '@knotwork/plugin': '^7.0.0' } }), 'newer/index.js': hat,
  'future.mjs': hat.replace('api: 2', 'api: 3'), 'named.mjs': 'export const a = 1;', 'throws.mjs': 'throw new Error("out of tea");', 'spline.mjs': hat.replace("name: 'hat'", "name: 'b-spline'"),
  'empty/readme.txt': '', 'foreign/package.json': manifest('foreign'), 'foreign/index.js': hat, 'foreign/conformance.json': '{ "mine": true }',
  'exits.mjs': hat.replace('({ intervals }) => intervals + 1', '() => process.exit(0)'),
  'circles.mjs': hat.replace('({ intervals }) => intervals + 1', '({ intervals }) => { while (intervals > 9); return intervals + 1; }'),
  'expected/package.json': manifest('knotwork-expected'), 'expected/index.js': hat.replace('order: () => 2', 'order: () => 4'), 'expected/conformance.js': "export default { 'basis hat': { expectedFailures: { 'the declared order is what is measured': 'it is claimed too high' } } };",
  'outdated/package.json': manifest('knotwork-outdated'), 'outdated/index.js': hat, 'outdated/conformance.js': "export default { 'basis hat': { expectedFailures: { 'a network trains': 'it did not' } } };",
  ...Object.fromEntries(Object.entries(broken).flatMap(([name, [was, is]]) => [[`broken-${name}/package.json`, manifest(`knotwork-${name}`)], [`broken-${name}/index.js`, hat.replace(was, is)]])),
  ...Object.fromEntries(Object.entries(setups).flatMap(([title, [text]]) => [[`${title}/package.json`, manifest('s')], [`${title}/index.js`, two], [`${title}/lib/hat.js`, library], [`${title}/conformance.js`, text]])),
  'e.yaml': experiment('knotwork-two, ./sized.mjs'), 'package.json': JSON.stringify({ dependencies: { 'knotwork-two': '*', 'left-pad': '*', 'knotwork-absent': '*' } }), 'node_modules/left-pad/package.json': manifest('left-pad', { keywords: [] }), 'node_modules/left-pad/index.js': '',
});
afterAll(remove);
interface Recorded { readonly package: string; readonly version: string; readonly code: string; readonly api: number; readonly plugins: readonly { readonly kind: string; readonly name: string; readonly checks: number | null; readonly passed: number; readonly failed: readonly { readonly check: string; readonly message: string }[]; readonly expectedFailures: readonly object[] }[] }
const recordOf = (path: string): Recorded => JSON.parse(readFileSync(join(folder, path, 'conformance.json'), 'utf8')) as Recorded;
const run = async (...lines: readonly (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines.map((args) => ['plugins', ...args]), { cwd: folder });

describe('a package that keeps what it claims', () => {
  let ended: readonly SessionEnded[];
  beforeAll(async () => { ended = await run(['check', 'pkg'], ['check', 'hat.mjs'], ['check', 'hat.mjs', '--out', 'hat.json', '--json'], ['check', './pkg', '--json', '--quiet']); }, 120_000);

  test('passes, is told plugin by plugin, and has a record of it in its folder', () => {
    const [checked] = ended;
    expect(checked).toMatchObject({ status: 0, stderr: '', written: ['pkg/conformance.json'] });
    expect(checked!.stdout).toMatch(/^basis hat: 30 passed \(\d+\.\d s\)\nmetric nothing: no checks of the kind "metric"\nknotwork-two 1\.2\.3: 30 passed\nWritten: pkg\/conformance\.json\n$/);
    expect(recordOf('pkg')).toEqual({
      conformance: 1, package: 'knotwork-two', version: '1.2.3', code: expect.stringMatching(/^[0-9a-f]{64}$/), knotwork: expect.stringMatching(/^\d+\.\d+\.\d+$/), kit: expect.stringMatching(/^\d+\.\d+\.\d+$/), engine: 'native', api: 2,
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      plugins: [{ kind: 'basis', name: 'hat', checks: 30, passed: 30, failed: [], expectedFailures: [] }, { kind: 'metric', name: 'nothing', checks: null, passed: 0, failed: [], expectedFailures: [] }],
    });
  });

  test('of a single file nothing is kept, unless a file is named', () => {
    expect(ended[1]).toMatchObject({ status: 0, written: [] });
    expect(ended[2]).toMatchObject({ status: 0, written: ['hat.json'] });
    expect(JSON.parse(ended[2]!.stdout)).toEqual({ ...JSON.parse(readFileSync(join(folder, 'hat.json'), 'utf8')) as object, file: 'hat.json' });
  });

  test('--json prints the record, and --quiet nothing else', () => {
    expect(ended[3]).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(ended[3]!.stdout)).toEqual({ ...recordOf('pkg'), file: 'pkg/conformance.json' });
  });
});

test('a claim that does not hold is a failed check, by name and with its message, and status 1', async () => {
  const ended = await run(...Object.keys(broken).map((name) => ['check', `broken-${name}`]));
  Object.entries(broken).forEach(([name, [, , check]], k) => {
    expect(ended[k]).toMatchObject({ status: 1, stderr: `knotwork: a check of knotwork-${name} failed.\n` });
    const { checks, passed, failed } = recordOf(`broken-${name}`).plugins[0]!;
    expect([failed.map((one) => one.check), checks! - passed]).toEqual([[check], 1]);
    expect(ended[k]!.stdout).toContain(`  failed: ${check}\n    ${failed[0]!.message}\n`);
  });
}, 120_000);

test('what the checks need is said in conformance.js, in the module that package.json names, or beside a single file', async () => {
  const ended = await run(['check', 'bump.mjs'], ['check', 'sized.mjs'], ['check', 'named'], ['check', 'expected'], ['check', 'outdated']);
  expect(ended[0]).toMatchObject({ status: 2, stdout: '' });
  expect(ended[0]!.stderr).toMatch(/^knotwork: The function "bump" cannot be checked with the options {}: width .*\. In bump\.conformance\.mjs write export default { 'function bump': { options: \[{ \.\.\. }\] } }\.\n$/);
  expect(ended.slice(1).map(({ status }) => status)).toEqual([0, 0, 0, 1]);
  expect(recordOf('expected').plugins[0]).toMatchObject({ failed: [], expectedFailures: [{ check: 'the declared order is what is measured', reason: 'it is claimed too high' }] });
  expect(ended[3]!.stdout).toContain('29 passed, 1 failed as expected');
  expect(recordOf('outdated').plugins[0]!.failed).toEqual([{ check: 'a network trains', message: 'This check was expected to fail (it did not) and passes. Take it out of expectedFailures.' }]);
}, 120_000);

describe('what cannot be checked is answered in one sentence, with status 2 and nothing written', () => {
  const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
    'a name of nothing': ['kan-absent', /"kan-absent" was not found from .*\. Install it there \(npm install kan-absent\), or correct the name\./],
    'a file that is not there': ['nowhere.mjs', /"\.\/nowhere\.mjs" does not exist: .*\. Correct the path\./],
    'a folder without an entry': ['empty', /"\.\/empty" has neither a package\.json that names its entry nor an index\.js/],
    'a package that is not built': ['unbuilt', /has no entry: its package\.json points to .*Build the package/],
    'setups that are not built': ['unbuilt-setups', /package\.json names "\.\/dist\/none\.js" under .*Build the package/],
    'a package for another version': ['newer', /"\.\/newer" needs @knotwork\/plugin \^7\.0\.0; this is/], 'another contract': ['future.mjs', /asks for version 3 of the plugin contract; this is version 2/],
    'no default export': ['named.mjs', /has no default export\. In it write/], 'code that throws': ['throws.mjs', /failed while loading: out of tea\. Correct it\. Line/],
    'a name of ours': ['spline.mjs', /The basis "b-spline" has the name of one of @knotwork\/basis-b-spline, and no experiment could use both\. Rename it\./], 'a file in the way': ['foreign', /"foreign\/conformance\.json" is there already and is no record of checks\. Give --force/],
    ...Object.fromEntries(Object.entries(setups).map(([title, [, says]]) => [`setups that ${title}`, [title, says] as const])),
  };
  let ended: readonly SessionEnded[];
  beforeAll(async () => { ended = await run(...Object.values(refused).map(([word]) => ['check', word])); }, 120_000);

  test.each(Object.keys(refused).map((title, k) => [title, k] as const))('%s', (title, k) => {
    const { status, stdout, stderr, written } = ended[k]!;
    expect(stderr).toMatch(/^knotwork: [^\n]+\n$/);
    expect(stderr).toMatch(refused[title]![1]);
    expect(stderr).not.toMatch(/"plugins"|plugins\.\d/);
    expect({ status, stdout, written }).toEqual({ status: 2, stdout: '', written: [] });
  });

  test('a plugin that ends the process', async () => {
    const { status, stdout, stderr } = await knotwork(['plugins', 'check', 'exits.mjs', '--out', 'exits.json'], { cwd: folder });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^knotwork: Plugin package "\.\/exits\.mjs" called process\.exit\. .*Line: exits\.mjs:19:23\.\n$/);
    expect(existsSync(join(folder, 'exits.json'))).toBe(false);
  });
});

test('a plugin that goes round in circles: the check is named, and a signal ends it', async () => {
  const child = start(['plugins', 'check', 'circles.mjs'], { cwd: folder });
  const ended = endOf(child);
  child.stderr!.on('data', () => child.kill('SIGINT'));
  const { status, stdout, stderr } = await ended;
  expect([status, stdout]).toEqual([130, '']);
  expect(stderr).toMatch(/^note: basis hat: [a-z ]+ has been running for 10 s; Ctrl-C ends it\.\n$/);
}, 60_000);

test('the list says what packages from outside say of their checks, and whether the code is still that', async () => {
  // What npm publishes and installs.
  for (const path of ['package.json', 'index.js', 'lib']) cpSync(join(folder, 'pkg', path), join(folder, 'node_modules/knotwork-two', path), { recursive: true });
  const told = async (...args: readonly string[]): Promise<string> => (await run(args))[0]!.stdout.split('\n').filter((line) => line.startsWith('knotwork-two  1.2.3') || /\d{4}-\d\d-\d\d/.test(line) || line.startsWith('sized.mjs')).join('\n');
  expect(await told('e.yaml', '--kind', 'grid')).toMatch(/^knotwork-two +1\.2\.3 +missing: no conformance\.json; see "knotwork plugins check knotwork-two"$/m);
  cpSync(join(folder, 'pkg/conformance.json'), join(folder, 'node_modules/knotwork-two/conformance.json'));
  const recorded = /^knotwork-two +1\.2\.3 +30 passed \(knotwork 0\.\d+\.\d+, \d{4}-\d\d-\d\d\)$/m;
  expect(await told('e.yaml')).toMatch(recorded);
  expect(await told('e.yaml')).toMatch(/^sized\.mjs +0\.0\.0 +not kept of a single file; see "knotwork plugins check sized\.mjs"$/m);
  expect(await told()).toMatch(recorded);
  writeFileSync(join(folder, 'node_modules/knotwork-two/README.md'), 'more');
  expect(await told()).toMatch(recorded);
  appendFileSync(join(folder, 'node_modules/knotwork-two/lib/hat.js'), '// other\n');
  expect(await told()).toMatch(/^knotwork-two +1\.2\.3 +stale, the code was changed since: 30 passed/m);
  const { conformance } = JSON.parse((await run(['--json']))[0]!.stdout) as { conformance: { package: string; state: string }[] };
  expect(conformance.map(({ package: name, state }) => [name, state])).toEqual([['knotwork-two', 'stale']]);
}, 60_000);

test('an installed package keeps the record of its author, and the same checks once more leave a record as it is', async () => {
  const installed = join(folder, 'node_modules/knotwork-two/conformance.json');
  const [before, own] = [readFileSync(installed, 'utf8'), readFileSync(join(folder, 'pkg/conformance.json'), 'utf8')];
  const [byName] = await run(['check', 'knotwork-two']);
  expect(byName!.stdout).toMatch(/30 passed\nNothing is written into an installed package: --out FILE keeps the record\.\n$/);
  expect(readFileSync(installed, 'utf8')).toBe(before);
  await run(['check', './pkg']);
  expect(readFileSync(join(folder, 'pkg/conformance.json'), 'utf8')).toBe(own);
}, 60_000);

test('a plugin from outside is shown by its module, and without any file it is said how', async () => {
  const [shown, unknown] = await run(['show', 'basis', 'hat', './hat.mjs'], ['show', 'basis', 'hat']);
  expect(shown!.stdout).toMatch(/^basis hat, \S+hat\.mjs/);
  expect(unknown!.stderr).toMatch(/^knotwork: Unknown basis "hat"\. .* One from outside is found through a file: knotwork plugins show basis hat FILE, with an experiment file that names its package, or its module\.\n$/);
}, 60_000);
