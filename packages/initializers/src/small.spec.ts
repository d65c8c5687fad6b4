import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { small } from './small.js';

const shape = { inputs: 9, outputs: 40, sums: 40, edges: 9 * 40, size: 50, isWeighted: true, layer: 0, moments: () => { throw new Error('not asked for'); } };
const fill = (amplitude: number, seed = 1) => small.initialize(shape, randomStream(seed, 'init'), { amplitude });

test('coefficients are normal with the amplitude shared among the inputs', () => {
  const { coefficients } = fill(0.6);
  expect(coefficients).toHaveLength(9 * 40 * 50);
  const mean = coefficients.reduce((a, b) => a + b) / coefficients.length;
  const variance = coefficients.reduce((a, b) => a + (b - mean) ** 2, 0) / coefficients.length;
  // 18,000 numbers: standard errors 0.0015 and 0.5 %; four of them are allowed.
  expect(Math.abs(mean)).toBeLessThan(0.006);
  expect(Math.sqrt(variance) / 0.2).toBeGreaterThan(0.98);
  expect(Math.sqrt(variance) / 0.2).toBeLessThan(1.02);
});

test('the base function starts off and the basis weight at one', () => {
  const { baseWeight, basisWeight } = fill(0.3);
  expect([...new Set(baseWeight)]).toEqual([0]);
  expect([...new Set(basisWeight)]).toEqual([1]);
  expect([baseWeight.length, basisWeight.length]).toEqual([360, 360]);
});

test('the same stream gives the same numbers and another seed others', () => {
  expect(fill(0.3)).toEqual(fill(0.3));
  expect(fill(0.3, 2).coefficients[0]).not.toBe(fill(0.3).coefficients[0]);
});

test('the amplitude must be positive and is 0.3 by default', () => {
  expect(small.options.parse({})).toEqual({ amplitude: 0.3 });
  expect(small.options.safeParse({ amplitude: 0 }).success).toBe(false);
});

test('around a number the same deviations are added to it', () => {
  const { coefficients } = fill(0.3);
  expect([...small.initialize(shape, randomStream(1, 'init'), { amplitude: 0.3, around: 2 }).coefficients]).toEqual(Array.from(coefficients, (c) => 2 + c));
});
