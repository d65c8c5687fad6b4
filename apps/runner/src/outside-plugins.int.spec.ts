import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SessionEnded, session, workspace } from './fixtures/knotwork.js';
import { small, workplace } from './fixtures/workplace.js';

const hat = readFileSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), 'utf8');
const experiment = (plugins: string): string => small.replace('network:', `plugins: [${plugins}]\nnetwork:`).replace('kind: b-spline', 'kind: hat');
const manifest = (name: string): string => JSON.stringify({ name, version: '2.3.4', type: 'module', exports: { default: './index.js' }, peerDependencies: { '@knotwork/plugin': '^0.1.0' } });

/** What stands under `plugins:`, and what is said about it: the package, the reason, what to do. */
const refused: Readonly<Record<string, { plugins: string; says: RegExp }>> = {
  'is not installed': { plugins: 'kan-absent', says: /"kan-absent" was not found from .*\. Install it there \(npm install kan-absent\)/ },
  'does not exist': { plugins: './nowhere.mjs', says: /"\.\/nowhere\.mjs" does not exist: .*correct the path\./ },
  'brings a name that another one has': { plugins: './hat.mjs, kan-hat', says: /The basis "hat" comes from two packages, "\.\/hat\.mjs" and "kan-hat"\. Remove one of them/ },
  'is listed twice': { plugins: './hat.mjs, ./hat.mjs', says: /The basis "hat" comes twice from package "\.\/hat\.mjs"\. List the package once/ },
  'brings a name of ours': { plugins: './spline.mjs', says: /The basis "b-spline" comes from two packages, "@knotwork\/basis-b-spline" and "\.\/spline\.mjs"\. Remove/ },
  'throws': { plugins: './throws.mjs', says: /"\.\/throws\.mjs" failed while loading: out of tea\. Correct it, or remove it from "plugins"\./ },
  'cannot be parsed': { plugins: './unparsable.mjs', says: /"\.\/unparsable\.mjs" failed while loading: .*\. Correct it \("node --check" names the line\), or remove it/ },
  'exports nothing as default': { plugins: './named.mjs', says: /"\.\/named\.mjs" has no default export\. In it write: export default definePackage/ },
  'exports something else': { plugins: './plain.mjs', says: /The default export of plugin package "\.\/plain\.mjs" was not made by definePackage\. In it write:/ },
  'asks for another version of the contract': { plugins: './future.mjs', says: /"\.\/future\.mjs" asks for version 3 of the plugin contract; this is version 2\. Install a release/ },
  'asks for another version of a package': { plugins: 'kan-newer', says: /"kan-newer" needs @knotwork\/plugin \^7\.0\.0; this is @knotwork\/plugin 0\.\d+\.\d+\. Install a release/ },
  'is not asked for by name': { plugins: '', says: /Unknown basis "hat" \(network\.basis, line 11\)\. Installed: affine, b-spline, chebyshev, .*wavelet\./ },
};

const { folder, remove } = workplace({
  'by-path.yaml': experiment('./hat.mjs'),
  'by-name.yaml': experiment('kan-hat'),
  'folder/experiment.yaml': experiment('../node_modules/kan-hat'),
  'hat.mjs': hat,
  'spline.mjs': hat.replace("name: 'hat'", "name: 'b-spline'"),
  'throws.mjs': 'throw new Error("out of tea");',
  'unparsable.mjs': 'export default 1.x;',
  'named.mjs': 'export const basis = 1;',
  'plain.mjs': 'export default { api: 2, plugins: [] };',
  'future.mjs': hat.replace('api: 2', 'api: 3'),
  'node_modules/kan-hat/package.json': manifest('kan-hat'),
  'node_modules/kan-hat/index.js': hat,
  'node_modules/kan-newer/package.json': manifest('kan-newer').replace('^0.1.0', '^7.0.0'),
  'node_modules/kan-newer/index.js': hat,
  ...Object.fromEntries(Object.entries(refused).map(([title, { plugins }]) => [`${title}.yaml`, experiment(plugins)])),
});
const accepted = ['by-path.yaml', 'by-name.yaml', 'folder/experiment.yaml'];
let results: readonly SessionEnded[];
let refusals: Readonly<Record<string, SessionEnded>>;

beforeAll(async () => {
  const runs = accepted.map((file, i) => ['run', file, '--out', `out-${i}`]);
  const ended = await session([...runs, ...Object.keys(refused).map((title) => ['run', `${title}.yaml`])], { cwd: folder });
  results = ended.slice(0, runs.length);
  refusals = Object.fromEntries(Object.keys(refused).map((title, i) => [title, ended[runs.length + i]!]));
}, 60_000);
afterAll(remove);

test('a plugin runs by relative path, by package name and by folder, with the same result', () => {
  expect(results.map(({ status, stderr }) => [status, stderr])).toEqual(accepted.map(() => [0, '']));
  expect(results[0]!.written).toContain(join('out-0', 'result.json'));
  const read = (i: number, file: string): string => readFileSync(join(folder, `out-${i}`, file), 'utf8');
  expect(results[0]!.stdout).toMatch(/^small: widths 2,1, hat, seed 3, /);
  expect(read(1, 'result.json')).toBe(read(0, 'result.json'));
  expect(read(2, 'result.json')).toBe(read(0, 'result.json'));

  // Installed, its version says what it contains; a single file says it by its content.
  const plugins = accepted.map((_, i) => (JSON.parse(read(i, 'run.json')) as { plugins: object }).plugins);
  expect(plugins).toEqual([{ './hat.mjs': expect.stringMatching(/[0-9a-f]{12,}/) }, { 'kan-hat': 'kan-hat@2.3.4' }, { 'kan-hat': 'kan-hat@2.3.4' }]);
});

describe('a plugin is refused that', () => {
  test.each(Object.entries(refused))('%s', (title, { says }) => {
    const { status, stdout, stderr, written } = refusals[title]!;
    expect(stderr).toMatch(/^knotwork: [^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(says);
    expect({ status, stdout, written }).toEqual({ status: 2, stdout: '', written: [] });
  });
});
