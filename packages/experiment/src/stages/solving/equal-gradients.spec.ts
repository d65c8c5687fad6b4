import { expect, test } from '@jest/globals';
import { equalGradients } from './equal-gradients.js';

test('without memory, weights times norms are alike, and the sum of weights stays', () => {
  const weights = equalGradients({ a: 0.01, b: 1, c: 2 }, { a: 100, b: 1, c: 5 }, 0);
  expect(weights['a']! * 100).toBeCloseTo(weights['b']!, 14);
  expect(weights['c']! * 5).toBeCloseTo(weights['b']!, 14);
  expect(weights['a']! + weights['b']! + weights['c']!).toBeCloseTo(3.01, 14);
});

test('what was before counts by its share', () => {
  const [before, norms] = [{ a: 3, b: 1 }, { a: 1, b: 3 }];
  // Alike they would be with 3 and 1 too: 3 times 1 is 1 times 3.
  expect(equalGradients(before, norms, 0.4)).toEqual(before);
  expect(equalGradients({ a: 1, b: 3 }, norms, 0.75)).toEqual({ a: 0.75 * 1 + 0.25 * 3, b: 0.75 * 3 + 0.25 * 1 });
});

test('no norm counts as less than a ten-thousandth of the largest', () => {
  const { a, b } = equalGradients({ a: 1, b: 1 }, { a: 0, b: 5 }, 0);
  expect(a! / b!).toBeCloseTo(1e4, 6);
});

test('where no block has a gradient, or one is no number, weights stay as they were', () => {
  const before = { a: 0.3, b: 1 };
  for (const norms of [{ a: 0, b: 0 }, { a: NaN, b: 1 }, { a: Infinity, b: 1 }]) expect(equalGradients(before, norms, 0.5)).toEqual(before);
});
