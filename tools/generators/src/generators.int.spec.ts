import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { flushChanges, FsTree } from 'nx/src/generators/tree';
import { type Ended, ended } from './fixtures/ended.js';
import { pageBlocks } from './fixtures/page-blocks.js';
import { linkPackage, workspace, workspaceCopy } from './fixtures/workspace-copy.js';
import { dataset, edge, exporter, functionOfOne, grid, layer, loss, optimizer, regularizer } from './generators.js';
import { HOMES } from './plugin-kind.js';

/** nx, TypeScript, ESLint and jest all start here; each takes some seconds on a busy machine. */
const PATIENCE = 300_000;
/** The wave's root mean square is 0.28. Straight pieces of width 1/8 come as near as 0.008 (five seeds); one layer finds them from anywhere. */
const LEARNED = 0.02;

const require = createRequire(import.meta.url);
const program = (name: string, bin: string): string => {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin: bins } = require(manifest) as { bin: string | Record<string, string> };
  return join(dirname(manifest), typeof bins === 'string' ? bins : bins[bin]!);
};
const nx = program('nx', 'nx');

/** Generated files besides those of the basis. */
const others = Object.entries(HOMES).flatMap(([kind, { folder, below }]) => ['.ts', '.spec.ts', '.conformance.spec.ts'].map((end) => `${folder}/src/${below}my-${kind}${end}`));
const ofBasis = ['index.ts', 'my-basis.ts', 'my-basis.spec.ts', 'my-basis.conformance.spec.ts'].map((name) => `packages/basis-my-basis/src/${name}`);
const packages = [...new Set(Object.values(HOMES).map((home) => home.folder))];

/** Everything that was generated takes part in one network, but for the loss, the regularizer and the exporter, whose specs stand for them. */
const experiment = `knotwork: 1
name: generated
seed: 1
dataset: { kind: my-dataset, samples: { train: 200, validation: 100, test: 200 } }
network:
  widths: [1, 1]
  layer: my-layer
  edge: { kind: my-edge, base: my-function }
  basis: { kind: my-basis, intervals: 12 }
stages:
  - { kind: fit, optimizer: my-optimizer, grid: my-grid, steps: 50 }
  - { kind: fit, grid: my-grid, steps: 60 }
  - { kind: extend-grid, levels: [24], fit: { steps: 20 } }
`;

/** The commands by which docs/write-a-basis.md leads from nothing to a basis that is compared with others. */
const [generateBasis, testBasis, runBasis, choose] = pageBlocks('sh').at(-1)!.trim().split('\n');

const { folder, remove } = workspaceCopy();
let results: Readonly<Record<'generated' | 'refused' | 'references' | 'types' | 'lint' | 'tested' | 'specs' | 'run' | 'hello' | 'chosen', Ended>>;

beforeAll(async () => {
  // The basis by the command that the docs give, the others by the functions behind it: every start of nx costs seconds.
  const generated = await command(`${generateBasis} --skipInstall`);
  linkPackage(folder, 'packages', 'basis-my-basis');
  const tree = new FsTree(folder, false);
  for (const [name, generate] of Object.entries({ edge, layer, grid, regularizer, optimizer, loss, dataset, function: functionOfOne, exporter })) generate(tree, { name: `my-${name}` });
  flushChanges(folder, tree.listChanges());

  writeFileSync(join(folder, 'generated.json'), JSON.stringify({
    extends: './tsconfig.base.json', compilerOptions: { composite: false, declarationMap: false, declaration: false, noEmit: true }, files: [...ofBasis, ...others],
  }));
  writeFileSync(join(folder, 'generated.yaml'), experiment);
  // Two at a time.
  const [[references, refused, lint, tested, chosen], [types, specs, run, hello]] = await Promise.all([
    inTurn([
      () => ended([nx, 'sync:check'], folder),
      () => command('npx nx g @knotwork/generators:basis MyBasis'),
      // The rule of boundaries reads the project graph that nx has just written.
      () => ended([program('eslint', 'eslint'), ...ofBasis, ...others], folder),
      () => command(testBasis!),
      () => command(choose!),
    ]),
    inTurn([
      () => ended([program('typescript', 'tsc'), '-p', 'generated.json'], folder),
      () => ended(['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', program('jest', 'jest'), '--projects', ...packages, '--testPathPatterns', 'my-|functions'], folder),
      () => command('npm run -s knotwork -- run generated.yaml --json'),
      () => command(runBasis!),
    ]),
  ]);
  results = {
    generated, refused: refused!, references: references!, lint: lint!, tested: tested!, types: types!, specs: specs!, run: run!, hello: hello!, chosen: chosen!,
  };
}, PATIENCE);
afterAll(remove);

/** Runs a command line of the page in the copy; programs of this workspace from source, because npm would build them first. */
function command(line: string): Promise<Ended> {
  const source = (path: string): string[] => ['--import', join(folder, 'apps/runner/src/fixtures/from-source.mjs'), '--conditions', '@knotwork/source', join(folder, path)];
  const words = line.split(' ');
  const known: Readonly<Record<string, () => string[]>> = {
    'npx nx ': () => [nx, ...words.slice(2)],
    'npm run -s knotwork -- ': () => [...source('apps/runner/src/main.ts'), ...words.slice(5)],
    'npm run -s docs:choose': () => source('tools/chooser/src/write-pages.ts'),
  };
  const start = Object.keys(known).find((prefix) => line.startsWith(prefix));
  if (start === undefined) throw new Error(`The test does not know how to run ${JSON.stringify(line)}.`);
  return ended(known[start]!(), folder);
}

async function inTurn(steps: readonly (() => Promise<Ended>)[]): Promise<Ended[]> {
  const all: Ended[] = [];
  for (const step of steps) all.push(await step());
  return all;
}

/** Lines of a file of the workspace that the copy has besides. */
function added(file: string): string[] {
  const before = readFileSync(join(workspace, file), 'utf8').split('\n');
  const after = readFileSync(join(folder, file), 'utf8').split('\n');
  let k = 0;
  const more = after.filter((line) => { const isOld = line === before[k]; if (isOld) k++; return !isOld; });
  expect(k).toBe(before.length);
  return more.map((line) => line.trim());
}

/** Fails with all that a program printed. */
function expectSuccess({ status, stdout, stderr }: Ended): void {
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
}

describe('what is generated', () => {
  test.each(['types', 'references'] as const)('passes the check of %s', (check) => { expectSuccess(results[check]); });

  // Without a project graph lint would pass whatever the files import, and say that.
  test('passes lint in silence', () => { expect(results.lint).toEqual({ status: 0, stdout: '', stderr: '' }); });

  test('passes its own specs, of which every plugin has two', () => {
    expectSuccess(results.specs);
    expectSuccess(results.tested);
    const said = stripVTControlCharacters([results.specs, results.tested].flatMap(({ stdout, stderr }) => [stdout, stderr]).join('\n'));
    const passed = [...said.matchAll(/^ *PASS .*?(\S+\.spec\.ts)/gm)].map((found) => found[1]!);
    for (const file of [...ofBasis, ...others].filter((name) => name.endsWith('.spec.ts'))) {
      // A package that is tested alone names its files from its own folder.
      expect(passed.filter((name) => file.endsWith(name))).toHaveLength(1);
    }
  });

  test('learns in an experiment', () => {
    expectSuccess(results.run);
    const result = JSON.parse(results.run.stdout.trim().split('\n').at(-1)!) as { metrics: { test: { rmse: number } }; network: { resolution: number[] } };
    expect(result.metrics.test.rmse).toBeLessThan(LEARNED);
    expect(result.network.resolution).toEqual([24]);
  });
});

test('a basis adds one line to the list of standard packages, and what npm and TypeScript must know of it', () => {
  expectSuccess(results.generated);
  expect(added('packages/standard/src/standard-packages.ts')).toEqual(["export { default as '@knotwork/basis-my-basis' } from '@knotwork/basis-my-basis';"]);
  expect(added('packages/standard/package.json')).toEqual(['"@knotwork/basis-my-basis": "^0.1.0",']);
  expect(added('packages/standard/tsconfig.lib.json')).toEqual(['"path": "../basis-my-basis/tsconfig.lib.json"', '},', '{']);
  expect(added('tsconfig.json')).toEqual(['"path": "./packages/basis-my-basis"', '},', '{']);
});

test('the page about bases leads to a run of the new one and to its place among the others', () => {
  expectSuccess(results.hello);
  expect(results.hello.stdout).toMatch(/^hello-kan: widths 2,5,1, my-basis, /);
  // Straight pieces of width 1/12, measured 7e-4; without training it would be 0.8.
  expect(Number(/^RMSE: .* test (\S+)$/m.exec(results.hello.stdout)?.[1])).toBeLessThan(5e-3);
  expectSuccess(results.chosen);
  expect(readFileSync(join(folder, 'docs/choose/bases.md'), 'utf8')).toContain('\n## my-basis\n');
});

test('a bad name ends the command with one sentence', () => {
  expect(results.refused.status).toBe(1);
  expect(results.refused.stdout + results.refused.stderr).toContain('The name of a plugin must be kebab-case, such as "my-basis"; got "MyBasis".');
});
