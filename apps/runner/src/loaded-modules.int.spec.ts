import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundled } from './fixtures/bundled.js';
import { startFromSource, startNode, workspace } from './fixtures/knotwork.js';
import { withModules } from './fixtures/loaded-modules.js';
import { small, workplace } from './fixtures/workplace.js';

const { folder, remove } = workplace({
  'small.yaml': small, 'hat.mjs': readFileSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), 'utf8'),
  'table.yaml': small.replace(/ {2}kind: expression[^]*?network:/, '  kind: table\n  path: table.csv\n  target: y\nnetwork:').replace('widths: [2, 1]', 'widths: [1, 1]'),
  'quoted.yaml': small.replace(/ {2}kind: expression[^]*?network:/, '  kind: table\n  path: quoted.csv\n  target: y\nnetwork:').replace('widths: [2, 1]', 'widths: [1, 1]'),
  'quoted.csv': `x,y\n${Array.from({ length: 40 }, (_, k) => `"${k / 40}",${(k * k) / 1600}`).join('\n')}\n`,
  'table.csv': `x,y\n${Array.from({ length: 40 }, (_, k) => `${k / 40},${(k * k) / 1600}`).join('\n')}\n`,
});
const bundle = await bundled('loaded-modules');
afterAll(() => { remove(); rmSync(bundle, { recursive: true }); });

/** Libraries that take long to load, and some commands do without: how their modules are found, from source and in a bundle. */
const libraries = { tensorflow: /node_modules\/@tensorflow\//, mathjs: /node_modules\/mathjs\//, 'csv-parse': /node_modules\/csv-parse\//, hyparquet: /node_modules\/hyparquet\//, 'hyparquet-writer': /node_modules\/hyparquet-writer\//, fzstd: /node_modules\/fzstd\//, 'cli-progress': /node_modules\/cli-progress\//, 'the kit': /packages\/conformance\//, 'formulas in writing': /runner\/src\/formula\// };
const commands: readonly (readonly [string, readonly string[], readonly (keyof typeof libraries)[]])[] = [
  ['plugins', ['plugins'], []],
  ['plugins show', ['plugins', 'show', 'basis', 'fourier'], []],
  ['plugins show --formula', ['plugins', 'show', 'basis', 'fourier', '--formula'], ['formulas in writing']],
  ['plugins check', ['plugins', 'check', 'hat.mjs'], ['the kit']],
  ['schema', ['schema'], []],
  ['schema of studies', ['schema', 'study'], []],
  ['validate of a formula', ['validate', 'small.yaml'], ['mathjs']],
  ['validate of a table of plain numbers', ['validate', 'table.yaml'], []],
  ['validate of a table with quotes', ['validate', 'quoted.yaml'], ['csv-parse']],
  ['engines, which tries each of them', ['engines'], ['tensorflow']],
  ['run without a terminal', ['run', 'small.yaml', '--out', 'out', '--again'], ['mathjs']],
];

/** From source each takes seconds: one that needs nothing, one that reads a table, and one that trains. */
const few = commands.filter(([name]) => ['plugins', 'validate of a table of plain numbers', 'run without a terminal'].includes(name));

describe.each([
  ['from source', few, (args: readonly string[]) => withModules((place) => startFromSource(args, place), { cwd: folder })],
  ['bundled', commands, (args: readonly string[]) => withModules((place) => startNode([join(bundle, 'main.js'), ...args], place), { cwd: folder })],
] as const)('%s', (_, asked, run) => {
  test.each(asked)('%s loads the libraries that it needs, and no others', async (_name, args, needed) => {
    const { status, stderr, modules } = await run(args);
    expect([status, stderr]).toEqual([0, '']);
    // Otherwise nothing was seen at all.
    expect(modules).toContain('apps/runner/src/run-command.ts');
    expect(Object.entries(libraries).filter(([, pattern]) => modules.some((path) => pattern.test(path))).map(([name]) => name)).toEqual(needed);
  });
});
