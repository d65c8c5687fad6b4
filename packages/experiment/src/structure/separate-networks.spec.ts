import { beforeAll, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { type Catalog, catalogOf, type InputVariable, type Samples, type Variable } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { begunOutputs } from './fixtures/begun-outputs.js';
import { separateNetworks } from './separate-networks.js';

let catalog: Catalog;
beforeAll(async () => {
  const all = catalogOf((await standardPackages()).flatMap(({ name, version, definition }) => definition.plugins.map((plugin) => ({ definition: plugin, package: name, version }))));
  // Few functions are soon searched.
  const functions = ['exp', 'sine', 'identity', 'square', 'cube', 'reciprocal', 'log', 'sqrt', 'power'].map((name) => all.list('function').find(({ definition }) => definition.name === name)!);
  catalog = catalogOf([...all.list('basis'), ...all.list('edge'), ...all.list('layer'), ...all.list('initializer'), ...all.list('grid'), ...functions]);
});

const ROWS = 160;
const variable = <Name extends string>(name: Name, center: number, scale: number) => ({ name, map: { kind: 'affine', center, scale } }) as const;
const output: Variable = variable('y', -3, 0.25);
const [INPUTS, OTHER] = [[variable('u', 2, 1.3), variable('v', 3, 0.7), variable('w', 1, 1)], [variable('u', 0.5, 3), variable('v', -1, 2), variable('w', 4, 0.3)]];

function tableOf(f: (u: number, v: number, w: number) => number, width: number): { readonly rows: Samples; readonly targets: Float64Array; readonly ranges: readonly (readonly [number, number])[] } {
  const stream = randomStream(2, 'table');
  const values = Float64Array.from({ length: ROWS * width }, () => stream.uniform(0.5, 3.5));
  const targets = Float64Array.from({ length: ROWS }, (_, n) => f(values[n * width]!, values[n * width + 1]!, values[n * width + 2] ?? 0));
  return { rows: { count: ROWS, width, values }, targets, ranges: Array.from({ length: width }, () => [0.5, 3.5] as const) };
}

const CASES: readonly (readonly [string, (u: number, v: number, w: number) => number, number, readonly number[], string, number])[] = [
  ['a sum', (u, v) => 300 * Math.sin(u * u) + 70 * Math.sqrt(v) - 40, 2, [2, 2, 2, 1], 'sine of u^2 and sqrt of v add up', 4],
  ['a product beside a constant', (u, v) => 7 - 2e4 * u * u * Math.exp(-9 / v), 2, [2, 2, 2, 1, 1], 'square of u and exp of v^-1 multiply', 3],
  ['a sum with a product of two functions', (u, v) => Math.log(u) + 3 * v * Math.exp(-v), 2, [2, 2, 2, 1], 'log of u and linear of v times exp of v add up', 5],
  ['a product with a sum of two functions', (u, v) => Math.exp(-u) * (2 + Math.sin(4 * v) + 0.5 * v), 2, [2, 2, 3, 1, 1], 'exp of u and (linear of v plus sine of v) multiply', 6],
  ['a sum with one function of another', (u, v) => 3 * Math.exp(-4 * Math.exp(-1.4 * u)) + v ** 0.7, 2, [2, 2, 2, 2, 1], 'exp of exp of u and exp of log v add up', 5],
  ['a product of a column and a sum', (u, v, w) => 3 + 2 * v * (Math.log(u) - Math.sqrt(w)), 3, [3, 3, 3, 1, 1], 'linear of v and (log of u plus sqrt of w) multiply', 4],
  ['a product of a function and a sum of which one is inside of another', (u, v, w) => Math.exp(-v) * (u * u + Math.exp(-2 * Math.exp(-1.4 * w))), 3, [3, 3, 3, 3, 1, 1], 'exp of v and (square of u plus exp of exp of w) multiply', 5],
  ['a product of a column and a sum with a product of two functions', (u, v, w) => v * (w * Math.sin(3 * w) + 2 * Math.log(u)), 3, [3, 3, 3, 1, 1], 'linear of v and (log of u plus linear of w times sine of w) multiply', 6],
  ['a product of three', (u, v, w) => (u * Math.exp(-v / 2)) / (2 + w * w), 3, [3, 3, 3, 1, 1], 'linear of u, exp of v and reciprocal of w^2 multiply', 3],
];
test.each(CASES)('%s begins as what was found, in any units', (_, f, width, widths, structure, freedom) => {
  const { rows, targets, ranges } = tableOf(f, width);
  const [inputs, other] = [INPUTS.slice(0, width), OTHER.slice(0, width)];
  const found = separateNetworks(inputs, rows, targets, catalog, output, ranges);
  expect(found).toMatchObject([{ widths, structure, freedom, isRead: true, beginsAsFound: true }]);
  expect(found[0]!.noise).toBeLessThan(1e-16);
  const near = 1e-4 * Math.max(...targets.map(Math.abs));
  begunOutputs(found[0]!, inputs, rows, output, catalog).forEach((y, n) => expect(Math.abs(y - targets[n]!)).toBeLessThan(near));
  const [part, elsewhere] = [{ count: 50, width, values: rows.values.slice(0, 50 * width) }, variable('y', 100, 7)];
  begunOutputs(found[0]!.inUnits(other, part, elsewhere), other, part, elsewhere, catalog).forEach((y, n) => expect(Math.abs(y - targets[n]!)).toBeLessThan(near));
}, 60_000);

test('of rows that cannot tell noise it is no law, and others are looked for', () => {
  const stream = randomStream(7, 'noise');
  const { rows, targets, ranges } = tableOf((u, v, w) => v * (Math.log(u) - Math.sqrt(w)), 3);
  const noisy = (count: number, noise: number): boolean[] => separateNetworks(INPUTS, { count, width: 3, values: rows.values.slice(0, 3 * count) }, targets.slice(0, count).map((y) => y + noise * stream.normal()), catalog, output, ranges).map((network) => network.noise !== undefined);
  expect([noisy(160, 0.02), noisy(40, 0.1)]).toEqual([[true], [false]]);
}, 60_000);

test('large numbers of columns are no large numbers of networks', () => {
  const { rows, targets, ranges } = tableOf((u, v, w) => 5.67e-8 * v * ((900 * u) ** 4 - (800 * w) ** 4), 3);
  const values = rows.values.map((v, k) => [900, 1, 800][k % 3]! * v);
  const found = separateNetworks([variable('u', 1800, 900), variable('v', 3, 0.7), variable('w', 1600, 700)], { ...rows, values }, targets, catalog, variable('y', 1e5, 1e6), ranges.map(([from, to], k) => [from * [900, 1, 800][k]!, to * [900, 1, 800][k]!] as const));
  expect(found.map(({ structure, freedom }) => [structure, freedom])).toEqual([['linear of v and (square of u^2 plus square of w^2) multiply', 2]]);
}, 60_000);

test('one input, inputs that act together, and powers that are not installed show nothing', () => {
  const shown = (f: (u: number, v: number) => number, width = 2, of = catalog): number => {
    const { rows, targets, ranges } = tableOf(f, width);
    return separateNetworks(INPUTS.slice(0, width) as readonly InputVariable[], rows, targets, of, output, ranges).length;
  };
  const without = catalogOf([...catalog.list('basis'), ...catalog.list('function').filter(({ definition: { name } }) => name !== 'square' && name !== 'power')]);
  const sum = (u: number, v: number): number => Math.sin(u * u) + Math.sqrt(v);
  expect([shown(sum), shown(sum, 2, without), shown((u) => Math.sin(u * u), 1), shown((u, v) => Math.sin(u * v))]).toEqual([1, 0, 0, 0]);
}, 60_000);
