import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BasisCapabilities, type BasisDefinition, constant } from '@knotwork/plugin';
import { type SessionEnded, session, workspace } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';

const page = readFileSync(join(workspace, 'docs/write-a-basis.md'), 'utf8');
const block = (language: string): string => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(page)![1]!;
const [code, parts, manifest] = [block('js'), block('yaml'), block('json')];
const { name } = JSON.parse(manifest) as { name: string };

/** What the page leaves to the reader of an experiment file. */
const rest = `knotwork: 1
name: reader
dataset: { kind: expression, expression: x1 + x2, samples: { train: 60, validation: 30, test: 30 } }
stages: [{ kind: fit, starts: { count: 1, steps: 5 }, steps: 5 }]
`;
const { folder, remove } = workplace({
  'by-path.yaml': rest + parts, 'hat-basis.mjs': code,
  'as-package.yaml': rest + parts.replace('./hat-basis.mjs', name),
  [`node_modules/${name}/package.json`]: manifest, [`node_modules/${name}/index.js`]: code, [`node_modules/${name}/notes.txt`]: 'not for others',
});
let results: readonly SessionEnded[];

beforeAll(async () => {
  results = await session([['run', 'by-path.yaml', '--out', 'a'], ['run', 'as-package.yaml', '--out', 'b'], ['plugins', 'show', 'basis', 'hat', 'by-path.yaml']], { cwd: folder });
}, 60_000);
afterAll(remove);

test('the basis of the page runs by path and as the package of the page, with the same result', () => {
  expect(results.map(({ status, stderr }) => [status, stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
  expect(readFileSync(join(folder, 'b/result.json'), 'utf8')).toBe(readFileSync(join(folder, 'a/result.json'), 'utf8'));
  expect(results[2]!.stdout).toMatch(/^basis hat, /);
});

test('what is published of the package is what it needs', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--offline'], { cwd: join(folder, 'node_modules', name), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
  expect(files.map((file) => file.path).sort()).toEqual(['index.js', 'package.json']);
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
