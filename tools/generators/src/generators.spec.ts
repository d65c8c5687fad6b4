import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FsTree } from 'nx/src/generators/tree';
import { workspace } from './fixtures/workspace-copy.js';
import { basis, dataset, edge, exporter, functionOfOne, grid, layer, loss, optimizer, regularizer } from './generators.js';

const generators = { basis, edge, layer, grid, regularizer, optimizer, loss, dataset, function: functionOfOne, exporter };
/** Changes that a generator would make to this workspace; nothing is written. */
function changes(kind: keyof typeof generators, name: string): string[] {
  const tree = new FsTree(workspace, false);
  generators[kind](tree, { name, skipInstall: true });
  return tree.listChanges().map(({ path, type }) => `${type} ${path}`);
}

test.each(Object.entries({
  edge: 'cores/src/edges', layer: 'cores/src/layers', grid: 'grids/src', regularizer: 'regularizers/src',
  optimizer: 'optimizers/src', loss: 'losses/src', dataset: 'datasets/src', function: 'functions/src', exporter: 'exporters/src',
}))('a new %s is a file with two specs in %s, entered in the index there', (kind, folder) => {
  const file = `packages/${folder}/new-one`;
  const home = folder.split('/')[0]!;
  expect(changes(kind as keyof typeof generators, 'new-one').sort()).toEqual([
    `CREATE ${file}.conformance.spec.ts`, `CREATE ${file}.spec.ts`, `CREATE ${file}.ts`, `UPDATE packages/${home}/src/index.ts`,
  ]);
  expect(existsSync(join(workspace, `${file}.ts`))).toBe(false);
});

test('a new basis is a package, and changes nothing else but the list of standard packages and its bookkeeping', () => {
  const made = changes('basis', 'new-one');
  expect(made.filter((change) => !change.startsWith('CREATE packages/basis-new-one/')).sort()).toEqual([
    'UPDATE packages/standard/package.json', 'UPDATE packages/standard/src/standard-packages.ts', 'UPDATE packages/standard/tsconfig.lib.json', 'UPDATE tsconfig.json',
  ]);
  expect(made.length).toBe(14);
});

test.each(['MyBasis', 'my_basis', 'my--basis', '-my', '2nd', '', 'my basis', '../x', undefined])('%j is no name for a plugin', (name) => {
  for (const kind of ['basis', 'loss'] as const) {
    expect(() => changes(kind, name as string)).toThrow(`The name of a plugin must be kebab-case, such as "my-basis"; got ${JSON.stringify(name)}.`);
  }
});

test.each([
  ['basis', 'b-spline', 'The basis "b-spline" exists already, in packages/basis-b-spline/src/b-spline.ts; take another name.'],
  ['edge', 'residual', 'The edge "residual" exists already, in packages/cores/src/edges/residual.ts; take another name.'],
  ['grid', 'moving', 'The grid "moving" exists already, in packages/grids/src/moving.ts; take another name.'],
  ['optimizer', 'adam', 'The optimizer "adam" exists already, in packages/optimizers/src/adam.ts; take another name.'],
  ['loss', 'mean-squared-error', 'The loss "mean-squared-error" exists already, in packages/losses/src/mean-squared-error.ts; take another name.'],
] as const)('a second %s %s is refused', (kind, name, message) => {
  expect(() => changes(kind, name)).toThrow(message);
});

test('what shares an index must have different names, whatever its kind', () => {
  expect(() => changes('edge', 'kan')).toThrow('packages/cores/src/index.ts exports "kan" already; take another name.');
});

test('a file that would be written over is refused', () => {
  expect(() => changes('grid', 'own-knots')).toThrow('packages/grids/src/own-knots.ts exists already; take another name, or remove it.');
});

test.each(['class', 'new', 'z', 'test', 'count', 'basis-at', 'define-loss', 'no-file', 'index'])('%s cannot be the name of an export', (name) => {
  expect(() => changes('function', name)).toThrow(`take another one, such as "my-${name}".`);
});
