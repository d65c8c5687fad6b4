import { expect, test } from '@jest/globals';
import { doubleRanks, kthSmallest } from './ranks.js';

test('equal values share the mean of their ranks, of any unit', () => {
  expect([...doubleRanks([5, -1, 5, 9, 1e-30, 5])]).toEqual([6, 0, 6, 10, 2, 6]);
  expect([...doubleRanks([])]).toEqual([]);
});

test('the k-th smallest counts equal values each, and there may be fewer', () => {
  const values = Float64Array.of(4, 2, 9, 2, 7);
  expect([1, 2, 3, 4, 5, 6].map((k) => kthSmallest(values, k))).toEqual([2, 2, 4, 7, 9, Infinity]);
});
