import { beforeAll, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { type Catalog, catalogOf, type InputVariable, type Samples, type Variable } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { findPowers, findRatio } from '@knotwork/symbolic';
import { begunOutputs } from './fixtures/begun-outputs.js';
import { powersOf } from './power-edges.js';
import { ratioNetworks } from './ratio-networks.js';
import type { TableNetwork } from './table-networks.js';

let catalog: Catalog;
beforeAll(async () => {
  catalog = catalogOf((await standardPackages()).flatMap(({ name, version, definition }) => definition.plugins.map((plugin) => ({ definition: plugin, package: name, version }))));
});

const ROWS = 300;
const output: Variable = { name: 'y', map: { kind: 'affine', center: -3, scale: 0.25 } };

/** What a table shows whose inputs are uniform from 1 to 2, in units of its own. */
function shown(names: string, f: (...x: readonly number[]) => number, catalogUsed = catalog): { readonly found: TableNetwork[]; readonly rows: Samples; readonly inputs: readonly InputVariable[]; readonly targets: Float64Array } {
  const stream = randomStream(2, 'table');
  const all = Array.from({ length: ROWS }, () => [...names].map(() => stream.uniform(1, 2)));
  const inputs = [...names].map((name, i): InputVariable => ({ name, map: { kind: 'affine', center: 1.5 + i, scale: 0.5 * (i + 1) } }));
  const rows = { count: ROWS, width: names.length, values: Float64Array.from(all.flat()) };
  const targets = Float64Array.from(all, (x) => f(...x));
  return { rows, inputs, targets, found: ratioNetworks(inputs, rows, findRatio(rows, targets, findPowers(rows, targets, powersOf(catalogUsed).map(({ power }) => power))), catalogUsed, output) };
}

const CASES: readonly (readonly [string, string, (...x: readonly number[]) => number, readonly number[], number])[] = [
  ['a ratio of sums', 'ab', (a, b) => (a! + b!) / (1 + a! * b!), [2, 3, 2, 1, 1], 4],
  ['one over a sum, and a factor', 'abc', (a, b, c) => (3 * a!) / (b! ** 2 + 4 * c!), [3, 3, 2, 1, 1], 3],
  ['a root', 'abc', (a, b, c) => -Math.sqrt(a! ** 2 + b! * c!), [3, 2, 1, 1, 1], 3],
  ['one over a root, and a factor that all terms had', 'vc', (v, c) => 1 / Math.sqrt(9 - (v! / c!) ** 2), [2, 3, 2, 1, 1], 3],
  ['a sum of products alone', 'abc', (a, b, c) => a! * b! - 2 * b! * c! + 5, [3, 2, 1], 4],
];

test.each(CASES)('%s begins as what was found, in any units', (_, names, f, widths, freedom) => {
  const { found, rows, inputs, targets } = shown(names, f);
  expect(found.map((network) => [network.widths, network.isRead, network.freedom])).toEqual([[widths, true, freedom]]);
  const other = inputs.map(({ name }): InputVariable => ({ name, map: { kind: 'affine', center: 0.5, scale: 3 } }));
  const elsewhere: Variable = { name: 'y', map: { kind: 'affine', center: 100, scale: 7 } };
  const part = { count: 50, width: rows.width, values: rows.values.slice(0, 50 * rows.width) };
  const size = Math.max(...targets.map(Math.abs));
  begunOutputs(found[0]!, inputs, rows, output, catalog).forEach((y, n) => expect(Math.abs(y - targets[n]!) / size).toBeLessThan(1e-4));
  begunOutputs(found[0]!.inUnits(other, part, elsewhere), other, part, elsewhere, catalog).forEach((y, n) => expect(Math.abs(y - targets[n]!)).toBeLessThan(1e-3));
});

test('it says what it is', () => {
  expect(shown('ab', (a, b) => (a! + b!) / (1 + a! * b!)).found[0]!.structure).toBe('the target is in proportion to a sum of b, a over a sum of a constant, a b');
  expect(shown('abc', (a, b, c) => (3 * a!) / (b! ** 2 + 4 * c!)).found[0]!.structure).toBe('a and one over a sum of c, b^2 multiply');
  expect(shown('vc', (v, c) => 1 / Math.sqrt(9 - (v! / c!) ** 2)).found[0]!.structure).toBe('c and the root of one over a sum of c^2, v^2 multiply');
});

test('products of powers, other functions and a library that lacks a power show nothing', () => {
  expect(shown('ab', (a, b) => (2 * a!) / b!).found).toEqual([]);
  expect(shown('ab', (a, b) => Math.sin(4 * a! * b!)).found).toEqual([]);
  const without = catalogOf(catalog.list('function').filter(({ definition }) => definition.name !== 'reciprocal'));
  expect(shown('ab', (a, b) => (a! + b!) / (1 + a! * b!), without).found).toEqual([]);
});
