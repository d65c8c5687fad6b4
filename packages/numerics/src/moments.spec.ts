import { expect, test } from '@jest/globals';
import { mean, rootMeanSquare, standardDeviation } from './moments.js';
import { randomStream } from './random-stream.js';

test('a large offset does not spoil the standard deviation', () => {
  expect(standardDeviation([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toBe(Math.sqrt(22.5));
});

test('the mean of many equal numbers is that number and their deviation is zero', () => {
  const values = new Float64Array(100_001).fill(0.1);
  expect(mean(values)).toBe(0.1);
  expect(standardDeviation(values)).toBe(0);
});

test('normal numbers have mean 0 and deviation 1', () => {
  const stream = randomStream(51, 'moments');
  const values = Float64Array.from({ length: 40_000 }, () => stream.normal());
  expect(Math.abs(mean(values))).toBeLessThan(4 / 200);
  expect(Math.abs(standardDeviation(values) - 1)).toBeLessThan(4 / 280);
});

test('numbers near the ends of the exponent range neither overflow nor vanish', () => {
  expect(mean([1.5e308, 1.5e308])).toBe(1.5e308);
  expect(rootMeanSquare([1.5e308, -1.5e308])).toBe(1.5e308);
  expect(rootMeanSquare([3e-300, -3e-300])).toBe(3e-300);
  expect(standardDeviation([1e308, -1e308])).toBe(1e308);
});

test('NaN comes through and infinities have no deviation', () => {
  for (const moment of [mean, standardDeviation, rootMeanSquare]) expect(moment([1, NaN, 2])).toBeNaN();
  expect(mean([1, Infinity])).toBe(Infinity);
  expect(mean([-Infinity, Infinity])).toBeNaN();
  expect(rootMeanSquare([1, -Infinity])).toBe(Infinity);
  expect(rootMeanSquare([Infinity, NaN])).toBeNaN();
  expect(standardDeviation([1, Infinity])).toBeNaN();
});

test('nothing to summarize is refused', () => {
  for (const moment of [mean, standardDeviation, rootMeanSquare]) {
    expect(() => moment([])).toThrow('"values" must have at least one element; got none.');
  }
});

test('the examples hold', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2, 14);
  expect(rootMeanSquare([1, 7])).toBeCloseTo(5, 14);
});
