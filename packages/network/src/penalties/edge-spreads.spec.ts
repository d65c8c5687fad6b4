import { expect, test } from '@jest/globals';
import { meanAndDeviation } from './edge-spreads.js';

test('the deviation is that of all values, and a large mean takes nothing from it', () => {
  expect(meanAndDeviation(Float64Array.of(1, 3))).toEqual([2, 1]);
  const [mean, deviation] = meanAndDeviation(Float64Array.from({ length: 1000 }, (_, n) => 1e6 + (n % 2)));
  expect(mean).toBe(1e6 + 0.5);
  expect(deviation).toBeCloseTo(0.5, 9);
});

test('what rounding leaves of a constant is none, in either precision', () => {
  for (const constant of [0.1, -7, 1e6]) {
    expect(meanAndDeviation(Float64Array.from({ length: 99 }, (_, n) => constant * (1 + (n % 3) * Number.EPSILON)))[1]).toBe(0);
    expect(meanAndDeviation(Float64Array.from({ length: 99 }, (_, n) => Math.fround(constant * (1 + (n % 2) * 2 ** -23))))[1]).toBe(0);
    // A thousand times as much is a function.
    expect(meanAndDeviation(Float64Array.from({ length: 99 }, (_, n) => constant * (1 + (n % 2) * 1e-3)))[1]).toBeGreaterThan(0);
  }
});
