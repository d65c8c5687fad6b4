import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

// Module hooks do not act inside jest, so a program of its own loads the plugins; it runs from source, without a build.
const here = dirname(fileURLToPath(import.meta.url));
const workspace = join(here, '../../../..');
const program = `
  import { loadPlugins } from './packages/workspace/src/loading/load-plugins.ts';
  import * as plugin from '@knotwork/plugin';
  const results = {};
  for (const [title, { base, names }] of Object.entries(JSON.parse(process.argv[1]))) {
    globalThis.seen = [];
    try {
      const loaded = await loadPlugins(base, names);
      results[title] = {
        loaded: loaded.map(({ definition, ...rest }) => ({ ...rest, api: definition.api, plugins: definition.plugins.map((p) => p.kind + ' ' + p.name) })),
        shared: globalThis.seen.map((copy) => copy === plugin.z),
      };
    } catch (error) {
      results[title] = plugin.isKnotworkError(error) ? { code: error.code, message: error.message, path: error.place.path } : { message: 'not ours: ' + error.stack };
    }
  }
  console.log(JSON.stringify(results));
`;

interface Outcome {
  readonly code?: string; readonly message?: string; readonly path?: string; readonly shared?: readonly boolean[];
  readonly loaded?: readonly { name: string; version: string; location: { file: string; root: string; underNodeModules: boolean }; api: number; plugins: string[] }[];
}

/** A plugin with one function, which shows the program which copy of zod it got. */
const source = (name: string, more = '', api = 2): string => `
  import { defineFunction, definePackage, z } from '@knotwork/plugin';
  import { z as zod } from 'zod';
  import '@knotwork/algebra';
  import '@knotwork/numerics';
  ${more}
  globalThis.seen.push(z, zod);
  const f = defineFunction({ name: '${name}', summary: 'A function from outside', options: zod.strictObject({}), apply: (x) => x.sin() });
  export default definePackage({ api: ${api}, plugins: [f] });
`;
const manifest = (name: string, more: object = {}): string => JSON.stringify({ name, version: '3.2.1', type: 'module', exports: { default: './index.js' }, ...more });

const files: Record<string, string> = {
  'single.mjs': source('single'),
  'misspelled.mjs': 'import { defineFunction, z } from "@knotwork/plugin"; export default defineFunction({ name: "misspelled", summary: "x", options: z.strictObject({}), aply: (x) => x });',
  'noisy.mjs': 'throw new Error("the moon is in the wrong phase");',
  'missing-import.mjs': 'import "left-pad-of-the-moon";',
  'bad-name.mjs': source('Bad_Name'),
  'named-only.mjs': 'export const basis = 1;',
  'hand-made.mjs': 'export default { api: 2, plugins: [] };',
  'future.mjs': source('future', '', 3),
  'with-main/package.json': JSON.stringify({ name: 'with-main', version: '0.4.0', type: 'module', main: './lib/entry.js' }),
  'with-main/lib/entry.js': source('main'),
  'with-exports/package.json': manifest('with-exports', { exports: { '.': { default: './dist/index.js' } } }),
  'with-exports/dist/index.js': source('exported', 'import "./part.js";'),
  'with-exports/dist/part.js': 'import { z } from "zod"; globalThis.seen.push(z);',
  'with-index/index.js': 'module.exports = 1;',
  'empty/readme.md': '',
  'broken/package.json': '{',
  'package.json': JSON.stringify({ dependencies: { 'knotwork-listed': '1.0.0', 'kan-listed': '1.0.0', '@scope/knotwork-wave': '1.0.0' }, devDependencies: { 'knotwork-hat': '1.0.0' } }),
  'node_modules/knotwork-unlisted/package.json': manifest('knotwork-unlisted'),
  'node_modules/knotwork-unlisted/index.js': source('unlisted'),
  'node_modules/kan-good/package.json': manifest('kan-good', { peerDependencies: { '@knotwork/plugin': '^0.1.0', zod: '>=4 <5' } }),
  'node_modules/kan-good/index.js': source('good', 'import { z as theirs } from "kan-dependency"; globalThis.seen.push(theirs);'),
  'node_modules/kan-good/node_modules/kan-dependency/package.json': manifest('kan-dependency'),
  'node_modules/kan-good/node_modules/kan-dependency/index.js': 'export { z } from "zod";',
  'node_modules/zod/package.json': manifest('zod', { version: '3.0.0' }),
  'node_modules/zod/index.js': 'export const z = "another copy";',
  'node_modules/@knotwork/plugin/package.json': manifest('@knotwork/plugin'),
  'node_modules/@knotwork/plugin/index.js': 'throw new Error("another copy of the contracts was loaded");',
  'node_modules/kan-import-only/package.json': manifest('kan-import-only', { exports: { '.': { import: './index.js' } } }),
  'node_modules/kan-import-only/index.js': source('import-only'),
  'node_modules/kan-unbuilt/package.json': manifest('kan-unbuilt', { exports: { default: './dist/index.js' } }),
  'node_modules/kan-newer/package.json': manifest('kan-newer', { peerDependencies: { '@knotwork/plugin': '^0.2.0' } }),
  'node_modules/kan-newer/index.js': 'throw new Error("must not be loaded");',
  'node_modules/kan-old-zod/package.json': manifest('kan-old-zod', { peerDependencies: { zod: '^3.25.0' } }),
  'node_modules/kan-old-zod/index.js': 'throw new Error("must not be loaded");',
  'node_modules/kan-odd-range/package.json': manifest('kan-odd-range', { peerDependencies: { '@knotwork/plugin': 'latest' } }),
  'node_modules/kan-odd-range/index.js': 'throw new Error("must not be loaded");',
};

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'knotwork-loading-')));
/** Beside this one there is no node_modules, here or above. */
const bare = join(folder, 'bare', 'deep');
const project = join(folder, 'project');
let outcomes: Record<string, Outcome>;

const wanted: Record<string, readonly string[]> = {
  good: ['kan-good', './single.mjs'], folders: ['./with-main', './with-exports'], linked: ['kan-linked'], none: [],
  absent: ['kan-absent'], short: ['unlisted'], shortOfListed: ['listed'], slip: ['knotwork-lisetd'], scoped: ['wave'], listed: ['kan-listed'], far: ['knotwork-sin'],
  noDot: ['with-main'], absentPath: ['./single.mjs', '../nowhere.mjs'], builtin: ['fs'], empty: ['./empty'], broken: ['./broken'],
  importOnly: ['kan-import-only'], unbuilt: ['kan-unbuilt'], newer: ['kan-newer'], oldZod: ['kan-old-zod'], oddRange: ['kan-odd-range'],
  noisy: ['./noisy.mjs'], misspelled: ['./misspelled.mjs'], missingImport: ['./missing-import.mjs'], badName: ['./bad-name.mjs'], namedOnly: ['./named-only.mjs'],
  handMade: ['./hand-made.mjs'], commonJs: ['./with-index'], future: ['./future.mjs'],
};

beforeAll(async () => {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const [path, text] of Object.entries(files)) write(join(project, path), text);
  write(join(bare, 'alone.mjs'), source('alone'));
  symlinkSync(join(project, 'with-exports'), join(project, 'node_modules/kan-linked'));
  const cases = {
    ...Object.fromEntries(Object.entries(wanted).map(([title, names]) => [title, { base: join(project, 'experiment.yaml'), names }])),
    alone: { base: join(bare, 'experiment.yaml'), names: ['./alone.mjs'] },
  };
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import', '@swc-node/register/esm-register', '--conditions', '@knotwork/source', '--input-type=module', '--eval', program, JSON.stringify(cases),
  ], { cwd: workspace, env: { ...process.env, NODE_OPTIONS: '' } });
  outcomes = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, Outcome>;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

const refusal = (title: string): string => `${outcomes[title]!.code}: ${outcomes[title]!.message}`;

describe('what loads', () => {
  test('an installed package and a single file', () => {
    expect(outcomes['good']!.message).toBeUndefined();
    expect(outcomes['good']!.loaded).toEqual([
      { name: 'kan-good', version: '3.2.1', api: 2, plugins: ['function good'], location: {
        file: join(project, 'node_modules/kan-good/index.js'), root: join(project, 'node_modules/kan-good'), underNodeModules: true } },
      { name: './single.mjs', version: '0.0.0', api: 2, plugins: ['function single'], location: {
        file: join(project, 'single.mjs'), root: join(project, 'single.mjs'), underNodeModules: false } },
    ]);
  });

  test('a plugin gets our copies although others lie in its node_modules, its own dependencies keep theirs', () => {
    // What kan-dependency got, then z and zod of kan-good, then those of single.mjs.
    expect(outcomes['good']!.shared).toEqual([false, true, true, true, true]);
  });

  test('a single file beside no node_modules', () => {
    expect(outcomes['alone']!.message).toBeUndefined();
    expect(outcomes['alone']!.loaded!.map((p) => p.plugins)).toEqual([['function alone']]);
    expect(outcomes['alone']!.shared).toEqual([true, true]);
  });

  test('folders whose package.json has "main" or "exports"', () => {
    expect(outcomes['folders']!.message).toBeUndefined();
    expect(outcomes['folders']!.loaded!.map((p) => [p.name, p.version, p.location.file])).toEqual([
      ['with-main', '0.4.0', join(project, 'with-main/lib/entry.js')], ['with-exports', '3.2.1', join(project, 'with-exports/dist/index.js')],
    ]);
    expect(outcomes['folders']!.shared).toEqual([true, true, true, true, true]);
  });

  test('a linked package is where the link leads, not under node_modules', () => {
    expect(outcomes['linked']!.loaded![0]!.location).toEqual({
      file: join(project, 'with-exports/dist/index.js'), root: join(project, 'with-exports'), underNodeModules: false,
    });
  });

  test('no plugins at all', () => {
    expect(outcomes['none']!.loaded).toEqual([]);
  });
});

describe('what is refused', () => {
  test('a package that is not installed', () => {
    expect(refusal('absent')).toBe(`plugin: Plugin package "kan-absent" was not found from ${project}. Install it there (npm install kan-absent), `
      + 'or correct "plugins"; the path of a file starts with "./".');
    expect(outcomes['absent']!.path).toBe('plugins.0');
    expect(refusal('noDot')).toBe(`plugin: Plugin "with-main" is not a package, but there is a file or folder of that name in ${project}. Write "./with-main".`);
    expect(refusal('builtin')).toMatch(/^plugin: Plugin package "fs" was not found/);
  });

  test('a package that is not installed but whose name is short for one, or near to one that is listed', () => {
    expect(refusal('short')).toBe(`plugin: Plugin package "unlisted" was not found from ${project}. Did you mean "knotwork-unlisted"? Otherwise install it there (npm install unlisted).`);
    const meant = (title: string): string | undefined => /Did you mean "([^"]*)"\? Otherwise install/.exec(refusal(title))?.[1];
    expect(['shortOfListed', 'slip', 'scoped'].map(meant)).toEqual(['knotwork-listed', 'knotwork-listed', '@scope/knotwork-wave']);
    // What is listed itself only has to be installed, and what begins alike is not near.
    expect(['listed', 'far'].map(meant)).toEqual([undefined, undefined]);
  });

  test('a path that does not exist, with its place in the list', () => {
    expect(refusal('absentPath')).toMatch(/^plugin: Plugin "\.\.\/nowhere\.mjs" does not exist: there is no .*nowhere\.mjs\. Paths in "plugins" start at the folder/);
    expect(outcomes['absentPath']!.path).toBe('plugins.1');
  });

  test('folders without an entry, and packages whose entry is missing or cannot be read', () => {
    expect(refusal('empty')).toMatch(/^plugin: Plugin "\.\/empty" has neither a package\.json that names its entry nor an index\.js/);
    expect(refusal('broken')).toMatch(/^plugin: Plugin package "\.\/broken" has a package\.json that cannot be read: /);
    expect(refusal('unbuilt')).toMatch(/^plugin: Plugin package "kan-unbuilt" has no entry: .*dist.index\.js, which does not exist\. Build the package/);
  });

  test('exports with "import" only', () => {
    expect(refusal('importOnly')).toMatch(/^plugin: Plugin package "kan-import-only" cannot be resolved: its exports must have "default"\. In its package\.json write/);
  });

  test('peer ranges that leave us out, before any of its code runs', () => {
    expect(refusal('newer')).toMatch(/^plugin: Plugin package "kan-newer" needs @knotwork\/plugin \^0\.2\.0; this is @knotwork\/plugin 0\.1\.\d+\. Install a release/);
    expect(refusal('oldZod')).toMatch(/^plugin: Plugin package "kan-old-zod" needs zod \^3\.25\.0; this is zod 4\./);
    expect(refusal('oddRange')).toMatch(/^plugin: Plugin package "kan-odd-range" asks for @knotwork\/plugin "latest", which is not a range/);
  });

  test('code that throws', () => {
    expect(refusal('noisy')).toBe('plugin: Plugin package "./noisy.mjs" failed while loading: the moon is in the wrong phase. Correct it, or remove it from "plugins".');
    expect(refusal('missingImport')).toMatch(/failed while loading: .*left-pad-of-the-moon.*Install what it imports, or remove it/);
    expect(refusal('misspelled')).toMatch(/failed while loading: The function "misspelled" has a part "aply" that nothing reads\. Did you mean "apply"\? Correct it, or/);
    expect(refusal('badName')).toMatch(/failed while loading: The name of a function must be kebab-case.*Correct it/);
  });

  test('a default export that is missing, or not made by definePackage', () => {
    expect(refusal('namedOnly')).toBe('plugin: Plugin package "./named-only.mjs" has no default export. In it write: export default definePackage({ api: 2, plugins: [ ... ] });');
    expect(refusal('handMade')).toMatch(/^plugin: The default export of plugin package "\.\/hand-made\.mjs" was not made by definePackage\./);
    expect(refusal('commonJs')).toMatch(/^plugin: The default export of plugin package "\.\/with-index" was not made by definePackage\./);
  });

  test('another version of the contract', () => {
    expect(refusal('future')).toBe('plugin: Plugin package "./future.mjs" asks for version 3 of the plugin contract; this is version 2. '
      + 'Install a release of "./future.mjs" for version 2, or a release of Knotwork with version 3.');
  });
});
