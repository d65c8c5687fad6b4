import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFiles, packageNameOf } from 'create-knotwork-plugin';
import { type BasisCapabilities, type BasisDefinition, constant } from '@knotwork/plugin';
import { type SessionEnded, session, workspace } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';

const page = readFileSync(join(workspace, 'docs/write-a-basis.md'), 'utf8');
/** Files that the page asks to save, in order. */
const saved = [...page.matchAll(/Save this as `([^`]+)`[^\n]*:\n\n(?:<!--.*-->\n)*```\w+\n([\s\S]*?)^```$/gm)].map(([, name, content]) => ({ name: name!, content: content! }));
const [file, byPath, byName] = saved as [typeof saved[0], typeof saved[0], typeof saved[0]];

// The package that the page has written, with the code of the page as what it was compiled to.
const written = packageFiles(packageNameOf('hat', 'basis'), { kind: 'basis', runner: 'node', author: 'Ada', year: 2027, version: '0.1.0' });
const compiled = Object.fromEntries(['dist/index.js', 'dist/index.d.ts', 'dist/hat.js', 'dist/hat.spec.js', 'dist/hat.spec.d.ts', 'conformance.json'].map((path) => [path, path === 'dist/index.js' ? file.content : '']));
const { folder, remove } = workplace({
  [file.name]: file.content, 'by-path.yaml': byPath.content, 'by-name.yaml': byName.content,
  ...Object.fromEntries(Object.entries({ ...written, ...compiled }).map(([path, text]) => [`node_modules/knotwork-hat/${path}`, text])),
});
let results: readonly SessionEnded[];

beforeAll(async () => {
  results = await session([['run', 'by-path.yaml', '--out', 'a'], ['run', 'by-name.yaml', '--out', 'b'], ['plugins', 'show', 'basis', 'hat', 'by-path.yaml']], { cwd: folder });
}, 60_000);
afterAll(remove);

test('the basis of the page runs by path and as the package of the page, with the same result and what the page shows', () => {
  expect(saved.map(({ name }) => name)).toEqual(['hat-basis.mjs', 'hat.yaml', 'hat.yaml']);
  expect(results.map(({ status, stderr }) => [status, stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
  expect(readFileSync(join(folder, 'b/result.json'), 'utf8')).toBe(readFileSync(join(folder, 'a/result.json'), 'utf8'));
  expect(results[2]!.stdout).toMatch(/^basis hat, /);
  const [, shown] = /own\):\n\n```text\n([\s\S]*?)```/.exec(page)!;
  // All but seconds and the place of the run.
  const lasting = (text: string): string[] => text.trimEnd().split('\n').filter((line) => !/^Done|^Results/.test(line)).map((line) => line.replace(/\([\d.]+ s\)/, ''));
  expect(lasting(results[0]!.stdout).slice(-lasting(shown!).length)).toEqual(lasting(shown!));
});

test('what is published of the package is what it needs', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--offline', '--ignore-scripts'], { cwd: join(folder, 'node_modules/knotwork-hat'), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
  expect(files.map(({ path }) => path).sort()).toEqual(['LICENSE', 'README.md', 'conformance.json', 'dist/hat.js', 'dist/index.d.ts', 'dist/index.js', 'package.json']);
});

test('the page lists the files that the command writes, and shows their texts', () => {
  const [, list] = /in a folder `knotwork-hat`:\n\n```text\n([\s\S]*?)```/.exec(page)!;
  expect(list!.trimEnd().split('\n')).toEqual(Object.keys(written).sort());
  const [index, spec, conformance] = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text]) => text!);
  expect(index).toBe(written['src/index.ts']);
  expect(written['src/hat.spec.ts']).toContain(`\n${spec}`);
  expect(conformance).toBe(written['src/hat.conformance.spec.ts']);
});

test('the page explains every part of a definition and every claim', () => {
  // Records of the keys: one that the contract gains or loses does not compile.
  const definition: Record<Exclude<keyof BasisDefinition, 'kind'>, true> = {
    name: true, summary: true, source: true, options: true, capabilities: true, size: true, window: true, intervals: true, denseOperations: true, shape: true, functions: true, reads: true, transport: true, features: true,
  };
  const claims: Record<keyof BasisCapabilities<unknown>, true> = { support: true, spansConstants: true, onDomainMove: true, refine: true, order: true, smoothness: true, differenceOrder: true };
  for (const key of Object.keys({ ...definition, ...claims })) expect([key, new RegExp(`\`${key}(:[^\`]*)?\``).test(page)]).toEqual([key, true]);
});

test('the page lists the methods of an expression, all of them', () => {
  const listed = /method names of TensorFlow\.js:\s+`([^`]+)`/.exec(page)![1]!.split(/\s+/);
  const prototype = Object.getPrototypeOf(constant(1)) as object;
  expect(listed.sort()).toEqual(Object.getOwnPropertyNames(prototype).filter((method) => method !== 'constructor').sort());
});
