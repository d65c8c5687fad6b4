import { expect, test } from '@jest/globals';
import { clipFactor } from './clip-factor.js';

test('a gradient longer than the limit is shortened to it, a shorter one left as it is', () => {
  expect(clipFactor(Float64Array.of(3, 0, -4), 2)).toBeCloseTo(0.4, 15);
  expect(clipFactor(Float64Array.of(3, 0, -4), 5)).toBe(1);
  expect(clipFactor(new Float64Array(3), 1)).toBe(1);
});

test('numbers whose squares are beyond the largest double are clipped all the same', () => {
  expect(3e200 * clipFactor(Float64Array.of(3e200, -4e200), 1)).toBeCloseTo(0.6, 12);
});

test('a gradient that is not finite is not hidden', () => {
  expect(clipFactor(Float64Array.of(1, NaN), 1)).toBe(1);
  expect(Infinity * clipFactor(Float64Array.of(1, Infinity), 1)).not.toBe(0);
});
