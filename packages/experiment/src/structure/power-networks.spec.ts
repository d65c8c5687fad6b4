import { beforeAll, expect, test } from '@jest/globals';
import { toNetworkUnits } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { type Catalog, catalogOf, type InputVariable, type Samples } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { findPowers } from '@knotwork/symbolic';
import type { FreshExperiment } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import { powersOf } from './power-edges.js';
import { powerNetworks } from './power-networks.js';
import { tableNetworks, type TableNetwork } from './table-networks.js';

let catalog: Catalog;
beforeAll(async () => {
  catalog = catalogOf((await standardPackages()).flatMap(({ name, version, definition }) => definition.plugins.map((plugin) => ({ definition: plugin, package: name, version }))));
});

const ROWS = 400;

/** What a table shows whose inputs are log-uniform from 0.5 to 3, in units of its own. */
function shown(names: string, f: (x: readonly number[]) => number, catalogUsed = catalog): { readonly found: TableNetwork[]; readonly rows: Samples; readonly inputs: readonly InputVariable[] } {
  const stream = randomStream(2, 'table');
  const rows = Array.from({ length: ROWS }, () => [...names].map(() => Math.exp(stream.uniform(Math.log(0.5), Math.log(3)))));
  const inputs = [...names].map((name, i): InputVariable => ({ name, map: { kind: 'affine', center: 1.5 + i, scale: 0.5 * (i + 1) } }));
  const samples = { count: ROWS, width: names.length, values: Float64Array.from(rows.flat()) };
  const targets = Float64Array.from(rows, f);
  return { rows: samples, inputs, found: powerNetworks(inputs, samples, targets, catalogUsed, findPowers(samples, targets, powersOf(catalogUsed).map(({ power }) => power))) };
}

test('a product of powers is functions and a line, of the inputs in the units of the user', () => {
  const { found, rows, inputs } = shown('abc', ([a, b, c]) => (3 * a! * Math.sqrt(b!)) / c! ** 2);
  expect(found.map(({ widths, structure, isRead }) => [widths, structure, isRead])).toEqual([[[3, 1, 1], 'a, b^0.5 and c^-2 multiply', true]]);
  const { edges, layer } = found[0]!.layers['0']!;
  expect(layer).toEqual({ kind: 'multiplicative', products: 1, arity: 3 });
  const z = toNetworkUnits(rows, inputs).values;
  edges!.forEach(({ only, basis }, k) => {
    const { f, a, b } = basis as unknown as { readonly f: { readonly kind: string }; readonly a: number; readonly b: number };
    const [name, power] = ([['identity', 1], ['sqrt', 0.5], ['reciprocal-square', -2]] as const)[k]!;
    expect([only, f]).toEqual([[[k, k]], { kind: name }]);
    // a z + b is a multiple of the input, and the mean square of its power is 1.
    const arguments_ = Array.from({ length: ROWS }, (_, n) => a * z[n * 3 + k]! + b);
    arguments_.forEach((v, n) => expect(v / rows.values[n * 3 + k]!).toBeCloseTo(arguments_[0]! / rows.values[k]!, 9));
    expect(arguments_.reduce((sum, v) => sum + v ** (2 * power) / ROWS, 0)).toBeCloseTo(1, 9);
  });
});

test('a network is made again for other units: the powers stay, and begin where these are', () => {
  const { found, rows } = shown('ab', ([a, b]) => a! / b!);
  const other = [0, 1].map((i): InputVariable => ({ name: 'ab'[i]!, map: { kind: 'affine', center: 7, scale: 2 } }));
  const basis = (edges: NonNullable<TableNetwork['layers'][string]['edges']>): unknown[] => edges.map((edge) => edge.basis);
  const [before, after] = [basis(found[0]!.layers['0']!.edges!), basis(found[0]!.inUnits(other, rows, { name: 'y', map: { kind: 'affine', center: 0, scale: 1 } }).layers['0']!.edges!)] as { f: unknown; a: number; b: number }[][];
  expect(after!.map(({ f }) => f)).toEqual(before!.map(({ f }) => f));
  for (const { a, b } of after!) expect(b / a).toBeCloseTo(7 / 2, 12);
});

test('what is no power is a curve, a sum of curves, or a function of such a sum beside the factors', () => {
  expect(shown('ab', ([a, b]) => a! * Math.cos(2 * b!)).found.at(-1)).toMatchObject({ widths: [2, 1, 1], structure: 'a and a function of b multiply', isRead: false });
  const { found } = shown('mabx', ([m, a, b, x]) => m! * (a! ** 2 + b! ** 2 + 1) * x! ** 2);
  expect(found.slice(-2).map(({ widths, structure }) => [widths, structure])).toEqual([[[4, 1, 1], 'm, x^2 and a sum of a, b multiply'], [[4, 3, 1, 1], 'm, x^2 and a function of a sum of a, b multiply']]);
  const last = found.at(-1)!.layers;
  expect([last['0']!.edges!.map(({ only }) => only), last['1']!.edges!.map(({ only }) => only), last['2']!.edges!.map(({ only }) => only)]).toEqual([[[[0, 0]], [[3, 1]], [[1, 2], [2, 2]]], [[[0, 0], [1, 1]], [[2, 2]]], [[[0, 0]]]]);
});

test('of a function of a group the power is taken in which it is known', () => {
  const { found } = shown('stn', ([s, t, n]) => (n! * Math.exp(-t! / s!)) / s!);
  expect(found.map(({ structure }) => structure)).toContain('s^-1, n and a function of s^-1 t multiply');
  const group = found.find(({ structure }) => structure === 's^-1, n and a function of s^-1 t multiply')!;
  expect([group.widths, group.layers['0']!.layer, group.layers['0']!.edges!.map(({ only }) => only)]).toEqual([[3, 3, 1, 1], { kind: 'multiplicative', products: 1, arity: 2 }, [[[0, 0]], [[2, 1]], [[0, 2]], [[1, 3]]]]);
  expect(shown('abn', ([a, b, n]) => Math.exp(-a! / (b! * n!))).found[0]!.structure).toBe('the target is a function of a b^-1 n^-1');
});

test('sums, ranks and a library without powers show nothing', () => {
  expect(shown('ab', ([a, b]) => Math.sin(4 * a!) + b!).found).toEqual([]);
  const { rows } = shown('ab', ([a, b]) => a! * b!);
  const ranks: InputVariable[] = [0, 1].map((i) => ({ name: 'ab'[i]!, map: { kind: 'rank', knots: [0, 5], values: [-1, 1] } }));
  const targets = { count: ROWS, width: 1, values: Float64Array.from({ length: ROWS }, (_, n) => rows.values[2 * n]! * rows.values[2 * n + 1]!) };
  const prepared = { inputs: ranks, outputs: [{ name: 'y' }], original: { task: 'regression', train: { inputs: rows, targets } } } as unknown as PreparedData;
  expect(tableNetworks(prepared, { stages: [{ kind: 'fit' }] } as unknown as FreshExperiment, catalog)).toEqual([]);
  const none = catalogOf(catalog.list('function').filter(({ definition }) => definition.name === 'sine'));
  expect(shown('ab', ([a, b]) => a! * b!, none).found).toEqual([]);
});
