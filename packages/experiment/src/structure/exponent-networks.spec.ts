import { beforeAll, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { type Catalog, catalogOf, type InputVariable, type Variable } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { exponentNetworks } from './exponent-networks.js';
import { begunOutputs } from './fixtures/begun-outputs.js';

let catalog: Catalog;
beforeAll(async () => { catalog = catalogOf((await standardPackages()).flatMap(({ name, version, definition }) => definition.plugins.map((plugin) => ({ definition: plugin, package: name, version })))); });

const ROWS = 200;
const variable = <Name extends string>(name: Name, center: number, scale: number) => ({ name, map: { kind: 'affine', center, scale } }) as const;
const output: Variable = variable('Y', -3, 0.25);
const inputs: readonly InputVariable[] = [variable('L', 4, 2), variable('K', 5, 3), variable('z', 5, 3)];
const stream = randomStream(2, 'table');
const rows = { count: ROWS, width: 3, values: Float64Array.from({ length: 3 * ROWS }, () => stream.uniform(1, 10)) };
const targetsOf = (f: (L: number, K: number) => number): Float64Array => Float64Array.from({ length: ROWS }, (_, n) => f(rows.values[3 * n]!, rows.values[3 * n + 1]!));

test('a product of powers that are no functions begins as what was found, in any units', () => {
  const targets = targetsOf((L, K) => -20 * L ** (2 / 3) * K ** -0.4);
  const [network, ...others] = exponentNetworks(inputs, rows, targets, catalog, output);
  expect([network!.structure, network!.widths, network!.freedom, network!.isRead, others]).toEqual(['the target is in proportion to L^0.667 K^-0.4', [3, 2, 1, 1, 1], 3, true, []]);
  const part = { count: 50, width: 3, values: rows.values.slice(0, 150) };
  const [other, elsewhere] = [[variable('L', 0.5, 3), variable('K', 9, 0.1), variable('z', 0, 1)], variable('Y', 100, 7)];
  begunOutputs(network!, inputs, rows, output, catalog).forEach((y, n) => expect(Math.abs(y / targets[n]! - 1)).toBeLessThan(1e-3));
  begunOutputs(network!.inUnits(other, part, elsewhere), other, part, elsewhere, catalog).forEach((y, n) => expect(Math.abs(y / targets[n]! - 1)).toBeLessThan(1e-3));
});

test('an exponential of an input, or of one over it, that powers are far-fetched beside begins as what was found, in any units', () => {
  const warm: readonly InputVariable[] = [variable('T', 340, 30), variable('x', 10, 1), variable('c', 1, 0.7)];
  const values = Float64Array.from({ length: 3 * ROWS }, (_, k) => [stream.uniform(290, 390), stream.uniform(8, 12), stream.uniform(0.1, 3)][k % 3]!);
  const table = { count: ROWS, width: 3, values };
  const targets = Float64Array.from({ length: ROWS }, (_, n) => -4e6 * Math.exp(-5400 / values[3 * n]! + 0.9 * values[3 * n + 1]!) * values[3 * n + 2]! ** 1.4);
  const [network, ...others] = exponentNetworks(warm, table, targets, catalog, output);
  expect([network!.structure, network!.freedom, others]).toEqual(['the target is in proportion to exp of T^-1 exp of x c^1.4', 4, []]);
  const [units, elsewhere] = [[variable('T', 0, 3), variable('x', 9, 0.1), variable('c', 0, 1)], variable('Y', 1000, 700)];
  begunOutputs(network!, warm, table, output, catalog).forEach((y, n) => expect(Math.abs(y / targets[n]! - 1)).toBeLessThan(1e-3));
  begunOutputs(network!.inUnits(units, table, elsewhere), units, table, elsewhere, catalog).forEach((y, n) => expect(Math.abs(y / targets[n]! - 1)).toBeLessThan(1e-3));
  const without = catalogOf(catalog.list('function').filter(({ definition: { name } }) => name !== 'reciprocal'));
  expect(exponentNetworks(warm, table, targets, without, output)).toEqual([]);
});

test('what is no such product, one input, and no logarithm show nothing', () => {
  expect(exponentNetworks(inputs, rows, targetsOf((L, K) => L + K ** 2), catalog, output)).toEqual([]);
  const targets = targetsOf((L) => L ** 0.3);
  expect(exponentNetworks(inputs.slice(0, 1), { count: ROWS, width: 1, values: rows.values.filter((_, k) => k % 3 === 0) }, targets, catalog, output)).toEqual([]);
  const without = catalogOf(catalog.list('function').filter(({ definition: { name } }) => name !== 'log'));
  expect([exponentNetworks(inputs, rows, targets, catalog, output).length, exponentNetworks(inputs, rows, targets, without, output).length]).toEqual([1, 0]);
});

test('where small targets are met as well as large ones, in proportion, that is a law, whose noise has hardly more than its share of the squares', () => {
  const noisy = randomStream(3, 'noise');
  const targets = targetsOf((L, K) => 20 * L ** 2.3 * K ** -1.4).map((y) => y * (1 + 0.05 * noisy.normal()));
  const [network] = exponentNetworks(inputs, rows, targets, catalog, output);
  const mean = targets.reduce((sum, y) => sum + y, 0) / ROWS;
  const expected = (0.05 ** 2 * targets.reduce((sum, y) => sum + y * y, 0)) / targets.reduce((sum, y) => sum + (y - mean) ** 2, 0);
  expect(network).toMatchObject({ isLaw: true, isOfAllSizes: true });
  expect(network!.noise! / expected).toBeGreaterThan(1.5);
  expect(network!.noise! / expected).toBeLessThan(2.7);
  const alike = targetsOf((L, K) => 20 * L ** 2.3 * K ** -1.4).map((y) => y + 20 * noisy.normal());
  expect(exponentNetworks(inputs, rows, alike, catalog, output).map(({ isLaw, isOfAllSizes, noise }) => [isLaw, isOfAllSizes, noise])).toEqual([[undefined, undefined, undefined]]);
});
