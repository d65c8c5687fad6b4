import { beforeAll, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { type Catalog, catalogOf, type Samples, type Variable } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import type { FreshExperiment } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import { columnNetworks } from './column-networks.js';
import { begunOutputs } from './fixtures/begun-outputs.js';
import { tableNetworks } from './table-networks.js';

let catalog: Catalog;
beforeAll(async () => {
  const all = catalogOf((await standardPackages()).flatMap(({ name, version, definition }) => definition.plugins.map((plugin) => ({ definition: plugin, package: name, version }))));
  // Few functions are soon searched.
  const functions = ['exp', 'sine', 'identity', 'square', 'reciprocal', 'log', 'sqrt', 'power'].map((name) => all.list('function').find(({ definition }) => definition.name === name)!);
  catalog = catalogOf([...all.list('basis'), ...all.list('edge'), ...all.list('layer'), ...all.list('initializer'), ...all.list('grid'), ...functions]);
});

const ROWS = 150;
const variable = <Name extends string>(name: Name, center: number, scale: number) => ({ name, map: { kind: 'affine', center, scale } }) as const;
const output: Variable = variable('y', -3, 0.25);

const rowsOf = (f: (x: number) => number, width = 1) => {
  const stream = randomStream(2, 'table');
  const values = Float64Array.from({ length: ROWS * width }, () => stream.uniform(1, 5));
  return { rows: { count: ROWS, width, values }, targets: Float64Array.from({ length: ROWS }, (_, n) => f(values[n * width]!)) };
};

const CASES: readonly (readonly [string, (x: number) => number, readonly number[], string, number])[] = [
  ['a product', (t) => 7 * Math.exp(-0.3 * t) * Math.sin(5 * t + 1) - 2, [1, 1, 1, 1], 'exp of t and sine of t multiply', 5],
  ['a sum', (t) => 2 * Math.sin(3 * t) + 0.5 * t - 40, [1, 1, 2, 1], 'the target is a sum of linear of t and sine of t', 5],
  ['one function of the input', (t) => 2 * Math.sin(5 * t + 1) - 7, [1, 1, 1, 1], 'the target is sine of t', 4],
  ['one of its reciprocal, large', (t) => 1e7 * Math.exp(-30 / t), [1, 1, 1, 1], 'the target is exp of t^-1', 2],
  ['one of its logarithm', (t) => 7 * t ** 0.7, [1, 1, 1, 1], 'the target is exp of log t', 2],
  ['one function of another', (t) => 5 * Math.exp(-3 * Math.exp(-0.8 * t)), [1, 1, 1, 1, 1], 'the target is exp of exp of t', 3],
  ['one of a power with an exponent of its own', (t) => 4 - 4 * Math.exp(-((t / 3) ** 1.7)), [1, 1, 1, 1, 1], 'the target is exp of exp of log t', 4],
  ['a sum, one of a square', (t) => 2 * Math.sin(t ** 2) - t, [1, 2, 2, 1], 'the target is a sum of linear of t and sine of t^2', 5],
];
test.each(CASES)('%s begins as what was found, in any units', (_, f, widths, structure, freedom) => {
  const { rows, targets } = rowsOf(f);
  const inputs = [variable('t', 2.5, 1.3)];
  const found = columnNetworks(inputs, rows, targets, catalog, output);
  expect(found).toMatchObject([{ widths, structure, freedom, isRead: true }]);
  // Of one function, how long it describes the rows; exact rows leave nothing but numbers and names to be told.
  expect(found.map(({ description }) => description)).toEqual([structure.startsWith('the target is') && !structure.includes(' and ') ? expect.any(Number) : undefined]);
  const part = { count: 50, width: 1, values: rows.values.slice(0, 50) };
  const [other, elsewhere] = [[variable('t', 0.5, 3)], variable('y', 100, 7)];
  const near = 1e-4 * Math.max(...targets.map(Math.abs));
  begunOutputs(found[0]!, inputs, rows, output, catalog).forEach((y, n) => expect(Math.abs(y - targets[n]!)).toBeLessThan(near));
  begunOutputs(found[0]!.inUnits(other, part, elsewhere), other, part, elsewhere, catalog).forEach((y, n) => expect(Math.abs(y - targets[n]!)).toBeLessThan(near));
}, 60_000);

const FROM_NOTHING: readonly (readonly [string, (x: number) => number, string, number])[] = [
  ['a power', (t) => 7 * t ** 0.7, 'the target is linear of t^0.7', 2],
  ['a root and a constant', (t) => 7 * Math.sqrt(t) + 2, 'the target is linear of t^0.5', 2],
  ['one function of a power', (t) => 4 - 4 * Math.exp(-((t / 3) ** 1.7)), 'the target is exp of t^1.7', 4],
];
test.each(FROM_NOTHING)('%s begins as what was found where the input begins at 0, in any units', (_, f, structure, freedom) => {
  const { rows: { values } } = rowsOf(f);
  values.set([0, 0.003]);
  const rows = { count: ROWS, width: 1, values };
  const targets = values.map(f);
  const inputs = [variable('t', 2.7, 1.3)];
  const [found] = columnNetworks(inputs, rows, targets, catalog, output);
  expect(found).toMatchObject({ widths: [1, 1, 1, 1], structure, freedom });
  const near = 1e-4 * Math.max(...targets.map(Math.abs));
  for (const [unit, to] of [[inputs, output], [[variable('t', 0.7, 3.1)], variable('y', 100, 7)]] as const) {
    const shape = found!.inUnits(unit, rows, to);
    begunOutputs(shape, unit, rows, to, catalog).forEach((y, n) => expect(Math.abs(y - targets[n]!)).toBeLessThan(near));
    // The argument of a power is 0 to the last digit, and no number below.
    const { a, b } = shape.layers[0]!.edges![0]!.basis as unknown as { readonly a: number; readonly b: number };
    expect(a * ((0 - unit[0]!.map.center) / unit[0]!.map.scale) + b).toBe(0);
  }
}, 60_000);

test('two inputs, what is neither, and functions that are not installed show nothing', () => {
  const f = (t: number): number => Math.exp(-0.3 * t) * Math.sin(5 * t);
  const two = rowsOf(f, 2);
  expect(columnNetworks([variable('t', 0, 1), variable('u', 0, 1)], two.rows, two.targets, catalog, output)).toEqual([]);
  const shown = (g: (t: number) => number, of = catalog): number => { const { rows, targets } = rowsOf(g); return columnNetworks([variable('t', 0, 1)], rows, targets, of, output).length; };
  expect(shown((t) => Math.sin(t ** 3))).toBe(0);
  const without = catalogOf([...catalog.list('basis'), ...catalog.list('function').filter(({ definition: { name } }) => name !== 'log')]);
  expect([shown((t) => t ** 0.7), shown((t) => t ** 0.7, without)]).toEqual([1, 0]);
}, 60_000);

test('a line and a polynomial are edges of their own', () => {
  const of = (f: (t: number) => number) => { const { rows, targets } = rowsOf(f); return columnNetworks([variable('t', 2.5, 1.3)], rows, targets, catalog, output).map(({ widths, structure, freedom, layers }) => [widths, structure, freedom, layers[0]!.edges![0]!.basis]); };
  expect(of((t) => 3 * t - 7)).toEqual([[[1, 1], 'the target is a line in t', 2, { kind: 'polynomial', degree: 1 }]]);
  expect(of((t) => t ** 3 - 5 * t + 1)).toEqual([[[1, 1], 'the target is a polynomial of degree 3 in t', 4, { kind: 'polynomial', degree: 3 }]]);
}, 60_000);

test('noise is told where there are rows enough', () => {
  const noise = (rows: number): number | undefined => {
    const stream = randomStream(4, 'noise');
    const values = Float64Array.from({ length: rows }, (_, n) => 1 + n / 10);
    return columnNetworks([variable('t', 2, 1)], { count: rows, width: 1, values }, values.map((t) => Math.exp(-t) * (1 + 0.01 * stream.normal())), catalog, output)[0]!.noise;
  };
  expect(noise(15)).toBeUndefined();
  expect(noise(40)).toBeLessThan(1e-3);
}, 60_000);

const samples = (values: readonly number[]): Samples => ({ count: values.length, width: 1, values: Float64Array.from(values) });
/** The structures that a table shows of rows by what they are for. */
function shownOf(f: (x: number) => number, x: Readonly<Record<'train' | 'validation' | 'test', readonly number[]>>): readonly string[] {
  const variable = { name: 'x', map: { kind: 'affine', center: 10, scale: 5 } } as const;
  const part = (of: readonly number[]) => ({ inputs: samples(of), targets: samples(of.map(f)) });
  const prepared = { inputs: [variable], outputs: [{ ...variable, name: 'y' }], original: { task: 'regression', train: part(x.train), validation: part(x.validation), test: part(x.test) } } as unknown as PreparedData;
  return tableNetworks(prepared, { stages: [{ kind: 'fit' }] } as unknown as FreshExperiment, catalog).map(({ structure }) => structure);
}

test('a law of one column has a value at all rows, those of the test as well', () => {
  const train = Array.from({ length: 24 }, (_, n) => 1.5 + 0.8 * n);
  const shownWith = (validation: number, test: number): readonly string[] => shownOf((v) => 3 * Math.sqrt(Math.max(0, v - 1.2)) + 1, { train, validation: [validation], test: [test] });
  expect([[2, 1.3], [1.1, 2], [2, 1.1]].map(([validation, test]) => shownWith(validation!, test!).includes('the target is sqrt of x'))).toEqual([true, false, false]);
});

test('a law is looked for in training rows and validation rows together, and not in those of the test', () => {
  const [two, others] = [[1, 4], Array.from({ length: 12 }, (_, n) => 2 + n)];
  const shown = (validation: readonly number[], test: readonly number[]): boolean => shownOf((v) => 3 * Math.sqrt(v - 0.5) + 1, { train: two, validation, test }).includes('the target is sqrt of x');
  expect([shown(others, []), shown([], others)]).toEqual([true, false]);
});
