import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { power } from './power.js';

// 40,000 numbers: a standard deviation is good to 0.4 %; five of these are allowed.
const SAMPLING = 2e-2;
const shape = { inputs: 100, outputs: 200, sums: 200, edges: 100 * 200, size: 4, isWeighted: true, layer: 0, moments: () => { throw new Error('not asked for'); } };
const deviation = (values: Float64Array): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

test('spreads are powers of the number of numbers into a node', () => {
  const { coefficients, baseWeight, basisWeight } = power.initialize(shape, randomStream(2, 'init'), { gain: 2, basis: 0.75, base: 0.5 });
  expect(Math.abs(deviation(coefficients) / (2 * 400 ** -0.75) - 1)).toBeLessThan(SAMPLING);
  expect(Math.abs(deviation(baseWeight) / (2 * 400 ** -0.5) - 1)).toBeLessThan(SAMPLING);
  expect(new Set(basisWeight)).toEqual(new Set([1]));
});

test('exponents are those that the source found best, unless told otherwise', () => {
  expect(power.options.parse({})).toEqual({ gain: 1, basis: 1, base: 0.25 });
  for (const bad of [{ gain: 0 }, { basis: -1 }, { base: 5 }, { exponent: 1 }]) expect(power.options.safeParse(bad).success).toBe(false);
});
