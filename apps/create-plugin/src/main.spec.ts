import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KINDS, main } from './index.js';

let cwd: string;
beforeEach(() => { cwd = mkdtempSync(join(tmpdir(), 'create-plugin-')); });
afterEach(() => { rmSync(cwd, { recursive: true }); });

/** Runs the command as it is typed, and gives its exit status and what it wrote. */
async function typed(line: string, answers?: Readonly<Record<string, string>>): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const ask = (question: string): Promise<string> => Promise.resolve(Object.entries(answers!).find(([begin]) => question.startsWith(begin))![1]);
  const status = await main(line === '' ? [] : line.split(' '), {
    cwd, author: 'Ada', year: 2027, out: (text) => { out += text; }, err: (text) => { err += text; }, ...(answers === undefined ? {} : { ask }),
  });
  return { status, out, err };
}
const written = (): string[] => readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(cwd.length + 1)).sort();
const textOf = (path: string): string => readFileSync(join(cwd, path), 'utf8');
interface Written { name: string; author: string; files: string[]; scripts: Record<string, string>; peerDependencies: Record<string, string>; devDependencies: Record<string, string> }
const manifestOf = (folder: string): Written => JSON.parse(textOf(`${folder}/package.json`)) as Written;

test.each(Object.keys(KINDS))('of the kind %s a whole package is written, and nothing is left of the templates', async (kind) => {
  const { status, out, err } = await typed(`knotwork-wave --kind ${kind}`);
  expect([status, err]).toEqual([0, '']);
  expect(out.split('\n')).toHaveLength(4);
  expect(out).toContain('\n  cd knotwork-wave && npm install && npm test\n');
  expect(written()).toEqual([
    '.github/workflows/publish.yml', '.gitignore', 'LICENSE', 'README.md', 'experiment.yaml', 'package.json', 'src/index.ts', 'src/wave.conformance.spec.ts', 'src/wave.spec.ts', 'src/wave.ts', 'tsconfig.json',
  ].map((path) => `knotwork-wave/${path}`));
  for (const path of written()) expect([path, /<%|%>|__name__/.test(textOf(path))]).toEqual([path, false]);
  expect(textOf('knotwork-wave/src/wave.ts')).toContain(`\nexport const wave = ${KINDS[kind as keyof typeof KINDS].define}({\n  name: 'wave',\n`);
  // The experiment uses it; of an exporter, the command that its first lines say.
  expect(textOf('knotwork-wave/experiment.yaml')).toMatch(/(?:kind|layer|base): wave\b|--to wave$/m);
  expect(textOf('knotwork-wave/experiment.yaml')).toContain('\nplugins: [.] ');
  expect(textOf('knotwork-wave/README.md')).toContain('\nplugins: [knotwork-wave]\n');
});

test('what is installed is what the files import, and what is published is what was compiled without specs', async () => {
  await typed('knotwork-wave --kind basis');
  const { files, scripts, peerDependencies, devDependencies } = manifestOf('knotwork-wave');
  expect(files).toEqual(['dist', '!dist/*.spec.*', 'conformance.json']);
  expect(scripts).toEqual({ build: 'tsc', test: 'npm run build && node --test dist/*.spec.js', check: 'npm run build && knotwork plugins check .', prepack: 'npm test && npm run check' });
  expect(peerDependencies).toEqual({ '@knotwork/plugin': '>=0.1 <2' });
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  expect(devDependencies).toEqual({
    '@knotwork/algebra': `^${version}`, '@knotwork/conformance': `^${version}`, '@knotwork/engine-native': `^${version}`, knotwork: `^${version}`,
    '@types/node': expect.any(String), typescript: expect.any(String),
  });
  await typed('knotwork-page --kind exporter');
  expect(manifestOf('knotwork-page').peerDependencies).toEqual({ '@knotwork/algebra': '>=0.1 <2', '@knotwork/plugin': '>=0.1 <2' });
  expect(Object.keys(manifestOf('knotwork-page').devDependencies)).toContain('@knotwork/trials');
});

test('specs are for Node, or with --runner jest for jest, and else the same', async () => {
  await typed('node-wave --kind loss');
  await typed('jest-wave --kind loss --runner jest');
  for (const path of ['wave.spec.ts', 'wave.conformance.spec.ts']) {
    const [node, jest] = ['node', 'jest'].map((runner) => textOf(`knotwork-${runner}-wave/src/${runner}-${path}`).replaceAll(`${runner}-wave`, 'wave').replaceAll(`${runner}Wave`, 'wave'));
    expect(node).toContain("import { test } from 'node:test';\n");
    expect(jest).toBe(node!.replace("'node:test'", "'@jest/globals'"));
  }
  const { scripts, devDependencies } = manifestOf('knotwork-jest-wave');
  expect(scripts['test']).toBe('npm run build && node --experimental-vm-modules node_modules/jest/bin/jest.js');
  expect(Object.keys(devDependencies)).toEqual(expect.arrayContaining(['jest', '@jest/globals']));
});

test.each([
  ['wave', 'knotwork-wave', 'knotwork-wave', 'wave'], ['knotwork-long-wave', 'knotwork-long-wave', 'knotwork-long-wave', 'long-wave'],
  ['@ada/knotwork-wave', '@ada/knotwork-wave', 'knotwork-wave', 'wave'], ['knotwork-basis-wave', 'knotwork-basis-wave', 'knotwork-basis-wave', 'wave'], ['basis-wave', 'knotwork-basis-wave', 'knotwork-basis-wave', 'wave'],
])('%s is the package %s in the folder %s, with the plugin %s', async (name, packageName, folder, plugin) => {
  expect((await typed(`${name} --kind basis`)).status).toBe(0);
  expect(manifestOf(folder).name).toBe(packageName);
  expect(textOf(`${folder}/src/${plugin}.ts`)).toContain(`\n  name: '${plugin}',\n`);
  expect(textOf(`${folder}/README.md`)).toContain(`\nplugins: [${packageName.startsWith('@') ? `"${packageName}"` : packageName}]\n`);
});

test('the licence and package.json name who writes it, or the authors where nobody is known', async () => {
  await typed('wave --kind edge');
  expect(textOf('knotwork-wave/LICENSE')).toContain('\nCopyright (c) 2027 Ada\n');
  expect(manifestOf('knotwork-wave').author).toBe('Ada');
  await main(['other', '--kind', 'edge'], { cwd, author: '', year: 2027, out: () => undefined, err: () => undefined });
  expect(textOf('knotwork-other/LICENSE')).toContain('\nCopyright (c) 2027 the authors of knotwork-other\n');
  expect(textOf('knotwork-other/package.json')).not.toContain('author');
});

test('on a terminal it asks for what was not typed', async () => {
  const { status } = await typed('', { Name: 'knotwork-wave', Kind: 'grid' });
  expect(status).toBe(0);
  expect(textOf('knotwork-wave/src/wave.ts')).toContain('defineGridStrategy');
});

test.each([
  ['', /^Say what the package is called: npm create knotwork-plugin@latest NAME -- --kind basis$/],
  ['wave', /^Say which kind of plugin, such as --kind basis\. Kinds: basis, edge, .*, exporter\.$/],
  ['wave --kind bases', /^There is no kind of plugin "bases"\. Kinds: basis, /],
  ['wave --kind toString', /^There is no kind of plugin "toString"\./],
  ['wave --kind basis --runner mocha', /^There is no test runner "mocha" here\. Runners: node, jest\.$/],
  ['wave basis', /^One package at a time; got the names wave and basis\. Options come after --, as in "-- --kind basis"\.$/],
  ['wave --knd basis', /^Unknown option '--knd'.* Options: --kind, --runner, --help\.$/],
  ['Wave --kind basis', /^The name of a package .*; got "Wave"\. Say, for example, knotwork-wave\.$/],
  ['@ada/wave --kind basis', /; got "@ada\/wave"\. Say, for example, @ada\/knotwork-wave\.$/],
  ['../wave --kind basis', /; got "\.\.\/wave"\. Say, for example, knotwork-wave\.$/],
  ['knotwork --kind loss', /; got "knotwork"\. Say, for example, knotwork-my-loss\.$/],
  ['knotwork- --kind loss', /; got "knotwork-"\. Say, for example, knotwork-my-loss\.$/],
  ['2nd --kind loss', /; got "2nd"\. Say, for example, knotwork-nd\.$/],
  ['class --kind loss', /^A plugin is exported under its name, and "class" means something else .*, such as "my-class"\.$/],
  ['index --kind loss', /"index" means something else/],
  ['assert --kind loss', /"assert" means something else/],
])('%j is refused in one sentence, and nothing is written', async (line, says) => {
  const { status, out, err } = await typed(line);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(/^create-knotwork-plugin: [^\n]+\n$/);
  expect(err.slice('create-knotwork-plugin: '.length).trimEnd()).toMatch(says);
  expect(written()).toEqual([]);
});

test('a folder that holds something is left alone, and an empty one is taken', async () => {
  mkdirSync(join(cwd, 'knotwork-wave'));
  expect((await typed('wave --kind basis')).status).toBe(0);
  writeFileSync(join(cwd, 'knotwork-wave/src/wave.ts'), 'mine');
  const { status, err } = await typed('wave --kind basis');
  expect([status, err]).toEqual([2, 'create-knotwork-plugin: "knotwork-wave" exists already and is no empty folder; take another name, or remove it.\n']);
  expect(textOf('knotwork-wave/src/wave.ts')).toBe('mine');
});

test('a file in the way is left alone, and what the system does not allow is said in its words', async () => {
  writeFileSync(join(cwd, 'knotwork-wave'), 'a file');
  const { status, err } = await typed('wave --kind basis');
  expect([status, err]).toEqual([2, 'create-knotwork-plugin: "knotwork-wave" exists already and is no empty folder; take another name, or remove it.\n']);
  expect(textOf('knotwork-wave')).toBe('a file');
  let said = '';
  expect(await main(['wave', '--kind', 'basis'], { cwd: join(cwd, 'knotwork-wave'), author: '', year: 2027, out: () => undefined, err: (text) => { said += text; } })).toBe(3);
  expect(said).toMatch(/^create-knotwork-plugin: ENOTDIR: [^\n]+\n$/);
});

test('help says names, kinds and runners', async () => {
  const { status, out } = await typed('--help');
  expect(status).toBe(0);
  expect(out).toContain('npm create knotwork-plugin@latest NAME -- --kind KIND [--runner RUNNER]');
  expect(out).toContain('node (default), jest\n');
});
