import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { isProportional, proportionalScales } from './proportional-errors.js';

const stream = randomStream(3, 'proportional errors');
const values = Float64Array.from({ length: 60 }, () => 10 ** stream.uniform(-1, 1));

test('scales are one over values in their root mean square, and the smallest weigh no more than the next one', () => {
  expect([...proportionalScales(Float64Array.of(3, -4, 5, -5, 0))]).toEqual([15 ** 0.5 / 3, 15 ** 0.5 / 4, 15 ** 0.5 / 5, 15 ** 0.5 / 5, 15 ** 0.5 / 3]);
});

test('errors are in proportion to values where they are, and not where they are alike', () => {
  const scales = proportionalScales(values);
  const told = (size: (v: number) => number): boolean => {
    const errors = values.map((v) => size(v) * stream.normal());
    return isProportional(errors.map((e) => e * e), errors.map((e, n) => (scales[n]! * e) ** 2), scales);
  };
  const often = (size: (v: number) => number): number => Array.from({ length: 100 }, () => told(size)).filter(Boolean).length;
  expect([often((v) => 0.02 * v), often(() => 0.02)]).toEqual([100, 0]);
  // One size or another: of values that hardly differ nothing is told.
  const near = Float64Array.from({ length: 60 }, () => stream.uniform(0.9, 1.1));
  const errors = near.map((v) => v * stream.normal());
  const own = proportionalScales(near);
  expect(isProportional(errors.map((e) => e * e), errors.map((e, n) => (own[n]! * e) ** 2), own)).toBe(false);
});
