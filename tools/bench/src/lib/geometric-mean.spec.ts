import { expect, test } from '@jest/globals';
import { geometricMean } from './geometric-mean.js';

test('the geometric mean is the root of the product', () => {
  expect(geometricMean([1, 4])).toBeCloseTo(2, 14);
  expect(geometricMean([0.5, 2, 1])).toBeCloseTo(1, 14);
  expect(geometricMean([3])).toBeCloseTo(3, 14);
});

test('one failure is a failure of all, and nothing has no mean', () => {
  expect(geometricMean([0.1, Infinity])).toBe(Infinity);
  expect(geometricMean([])).toBeNaN();
});
