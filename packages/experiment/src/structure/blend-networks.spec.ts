import { beforeAll, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { type Catalog, catalogOf, type InputVariable, type Samples, type Variable } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { blendNetworks } from './blend-networks.js';
import { begunOutputs } from './fixtures/begun-outputs.js';

let all: Catalog;
/** The catalog with these functions: few are soon searched. */
const catalogWith = (names: readonly string[]): Catalog => catalogOf([...all.list('basis'), ...all.list('edge'), ...all.list('layer'), ...all.list('initializer'), ...all.list('grid'), ...names.map((name) => all.list('function').find(({ definition }) => definition.name === name)!)]);
beforeAll(async () => { all = catalogOf((await standardPackages()).flatMap(({ name, version, definition }) => definition.plugins.map((plugin) => ({ definition: plugin, package: name, version })))); });

const FUNCTIONS = ['exp', 'sine', 'identity', 'square', 'cube', 'reciprocal', 'log', 'sqrt', 'power'];
const ROWS = 120;
const variable = <Name extends string>(name: Name, center: number, scale: number) => ({ name, map: { kind: 'affine', center, scale } }) as const;
const output: Variable = variable('y', -3, 0.25);
const [INPUTS, OTHER]: readonly InputVariable[][] = [[variable('u', 2, 1.3), variable('v', 3, 0.7), variable('t', 1, 1)], [variable('u', 0.5, 3), variable('v', -1, 2), variable('t', 4, 0.3)]];
const RANGES = [[0.5, 3.5], [0.5, 3.5], [0.5, 3.5]] as const;

function tableOf(f: (u: number, v: number, t: number) => number): { readonly rows: Samples; readonly targets: Float64Array } {
  const stream = randomStream(2, 'table');
  const values = Float64Array.from({ length: ROWS * 3 }, () => stream.uniform(0.5, 3.5));
  return { rows: { count: ROWS, width: 3, values }, targets: Float64Array.from({ length: ROWS }, (_, n) => f(values[n * 3]!, values[n * 3 + 1]!, values[n * 3 + 2]!)) };
}

const CASES: readonly (readonly [string, (u: number, v: number, t: number) => number, readonly number[], string, number])[] = [
  ['what cools', (u, v, t) => v + (u - v) * Math.exp(-1.7 * t), [3, 3, 3, 2, 1], 'exp of t multiplies a sum of u, v, beside a sum of v', 4],
  ['constants in both sums', (u, v, t) => 300 * u - 70 + (2 - 30 * v) / (1 + t), [3, 3, 3, 2, 1], 'reciprocal of t multiplies a sum of v, beside a sum of u', 5],
  ['a law of a power', (u, v, t) => 2e4 * u * Math.exp(-3 / t) - v, [3, 3, 3, 2, 1], 'exp of t^-1 multiplies a sum of u, beside a sum of v', 3],
  ['a product of two functions', (u, v, t) => u + 4 * v * t * Math.exp(-2 * t), [3, 3, 3, 2, 1], 'linear of t times exp of t multiplies a sum of v, beside a sum of u', 4],
  ['one function of another', (u, v, t) => u + v * Math.exp(-9 * Math.exp(-1.4 * t)), [3, 3, 3, 3, 2, 1], 'exp of exp of t multiplies a sum of v, beside a sum of u', 4],
];
test.each(CASES)('%s begins as what was found, in any units', (_, f, widths, structure, freedom) => {
  const { rows, targets } = tableOf(f);
  const catalog = catalogWith(FUNCTIONS);
  const found = blendNetworks(INPUTS!, rows, targets, catalog, output, RANGES);
  expect(found).toMatchObject([{ widths, structure, freedom, isRead: true, beginsAsFound: true }]);
  expect(found[0]!.noise).toBeLessThan(1e-12);
  // Networks begin in single precision.
  const near = 1e-4 * Math.max(...targets.map(Math.abs));
  begunOutputs(found[0]!, INPUTS!, rows, output, catalog).forEach((y, n) => expect(Math.abs(y - targets[n]!)).toBeLessThan(near));
  const [part, elsewhere] = [{ count: 50, width: 3, values: rows.values.slice(0, 150) }, variable('y', 100, 7)];
  begunOutputs(found[0]!.inUnits(OTHER!, part, elsewhere), OTHER!, part, elsewhere, catalog).forEach((y, n) => expect(Math.abs(y - targets[n]!)).toBeLessThan(near));
}, 60_000);

test('without a power that the law is of there is none, nor where curves may leave no more than nothing', () => {
  const { rows, targets } = tableOf((u, v, t) => 2e4 * u * Math.exp(-3 / t) - v);
  expect(blendNetworks(INPUTS!, rows, targets, catalogWith(['exp', 'identity']), output, RANGES)).toEqual([]);
  expect(blendNetworks(INPUTS!, rows, targets, catalogWith(FUNCTIONS), output, RANGES, 0)).toEqual([]);
}, 60_000);

test('noise is told where rows are eight for each number', () => {
  const stream = randomStream(3, 'noise');
  const { rows, targets } = tableOf(CASES[1]![1]);
  const noisy = targets.map((y) => y + 0.1 * stream.normal());
  const catalog = catalogWith(FUNCTIONS);
  const [of40, of39] = [40, 39].map((count) => blendNetworks(INPUTS!, { count, width: 3, values: rows.values.slice(0, 3 * count) }, noisy.slice(0, count), catalog, output, RANGES));
  expect([of40, of39]).toMatchObject([[{ structure: CASES[1]![3], freedom: 5 }], [{ structure: CASES[1]![3], freedom: 5 }]]);
  expect(of40![0]!.noise).toBeLessThan(1e-3);
  expect(of39![0]!.noise).toBeUndefined();
}, 60_000);
