import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SessionEnded, session } from '../fixtures/knotwork.js';
import { sourceTree, workplace } from '../fixtures/workplace.js';

/** A plugin with a function that the library lacks. */
const plateau = `import { defineFunction, definePackage, z } from '@knotwork/plugin';
const apply = (x) => x.square().square().add(1).reciprocal();
export default definePackage({ api: 2, plugins: [defineFunction({ name: 'plateau', summary: 'Flat on top', options: z.strictObject({}), apply, claims: () => ({ mirror: 'even', expression: '1 / (1 + x^4)' }) })] });
`;
const table = `x,y\n${Array.from({ length: 80 }, (_, k) => -2 + (4 * (((k * 37) % 80) + 0.5)) / 80).map((x) => `${x},${3 / (1 + x ** 4) - 1}\n`).join('')}`;
const { folder, remove } = workplace({
  't.csv': table, 'plateau.mjs': plateau, 'throws.mjs': 'throw new Error("out of tea");', 'sub/keep': '',
  'package.json': JSON.stringify({ name: 'mine', dependencies: { 'knotwork-plateau': '1.0.0' } }),
  'node_modules/knotwork-plateau/package.json': JSON.stringify({ name: 'knotwork-plateau', version: '1.0.0', type: 'module', exports: { default: './index.js' } }),
  'node_modules/knotwork-plateau/index.js': plateau,
});
const place = { cwd: folder, env: sourceTree('committed', folder) };
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, place);
const equation = ['equation', 't.csv', '--target', 'y'];
const fresh = ['new', 't.csv', '--target', 'y'];

let [bare, byPath, byName, hello, forTable, elsewhere]: (SessionEnded | undefined)[] = [];
beforeAll(async () => {
  [bare, byPath, byName, hello, forTable, elsewhere] = await run(
    equation, [...equation, '--plugin', 'plateau.mjs', '--out', 'mine.yaml'], [...equation, '--plugin', 'knotwork-plateau', '--out', 'sub/named.yaml', '--json'],
    ['new', '--plugin', './plateau.mjs'], [...fresh, '--plugin', 'knotwork-plateau', '--out', 'sub/table.yaml'], [...fresh, '--plugin', './sub/../plateau.mjs', '--out', 'sub/there.yaml'],
  );
}, 120_000);
afterAll(remove);

const pluginsIn = (file: string): string | undefined => readFileSync(join(folder, file), 'utf8').split('\n').find((line) => line.startsWith('plugins:'))?.replace(/ *#.*/, '');

test('functions of a plugin take part in the search for an equation, and the file that repeats it names the plugin from its own folder', async () => {
  expect([bare!, byPath!, byName!].map(({ status }) => status)).toEqual([0, 0, 0]);
  const text = '3 * (1 / (1 + x ^ 4)) - 1';
  expect([bare!, byPath!].map(({ stdout }) => stdout.includes(`\ny = ${text}\n`))).toEqual([false, true]);
  expect(JSON.parse(byName!.stdout)).toMatchObject({ equation: { text } });
  expect(['t-equation.yaml', 'mine.yaml', 'sub/named.yaml'].map(pluginsIn)).toEqual([undefined, 'plugins: [./plateau.mjs]', 'plugins: [knotwork-plateau]']);
  const [repeated] = await run(['run', 'mine.yaml', '--again', '--out', 'repeated']);
  expect([repeated!.status, repeated!.stdout.includes(`\ny = ${text}\n`)]).toEqual([0, true]);
}, 60_000);

test('files of "new" name plugins, with a table and without one, and are valid', async () => {
  expect([hello!, forTable!, elsewhere!].map(({ status }) => status)).toEqual([0, 0, 0]);
  const files = ['hello-kan.yaml', 'sub/table.yaml', 'sub/there.yaml'];
  expect(files.map(pluginsIn)).toEqual(['plugins: [./plateau.mjs]', 'plugins: [knotwork-plateau]', 'plugins: [../plateau.mjs]']);
  const valid = await run(...files.map((file) => ['validate', file, 'network.edge={ kind: residual, base: plateau }']));
  expect(valid.map(({ status }) => status)).toEqual([0, 0, 0]);
}, 60_000);

test('a plugin that is not there or cannot be loaded is told as it was typed, before anything is written', async () => {
  const of = (...plugins: readonly string[]): readonly (readonly string[])[] => [equation, fresh].map((line) => [...line, ...plugins, '--out', 'sub/refused.yaml']);
  const ended = await run(...of('--plugin', './none.mjs'), ...of('--plugin', 'plateau'), ...of('--plugin', 'kan-absent'), ...of('--plugin', 'throws.mjs'), ...of('--plugin', 'plateau.mjs', '--plugin', 'knotwork-plateau'));
  expect(ended.map(({ status, stdout, written }) => [status, stdout, written])).toEqual(ended.map(() => [2, '', []]));
  const says = [
    `knotwork: Plugin "./none.mjs" does not exist: there is no ${join(folder, 'none.mjs')}. Correct --plugin PATH; a relative path starts at the working folder.\n`,
    `knotwork: Plugin package "plateau" was not found from ${folder}. Did you mean "knotwork-plateau"? Otherwise install it there (npm install plateau).\n`,
    `knotwork: Plugin package "kan-absent" was not found from ${folder}. Install it there (npm install kan-absent), or correct --plugin PATH; the path of a file or folder starts with "./".\n`,
    expect.stringContaining('throws.mjs" failed while loading: out of tea. Correct it.\n'), expect.stringContaining('The function "plateau" comes from two packages, "../plateau.mjs" and "knotwork-plateau".'),
  ];
  expect(ended.map(({ stderr }) => stderr)).toEqual(says.flatMap((text) => [text, text]));
}, 60_000);
