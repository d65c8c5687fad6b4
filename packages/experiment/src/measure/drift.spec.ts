import { expect, test } from '@jest/globals';
import { driftOf } from './drift.js';

test('the largest change since the beginning, beside the largest integral of the absolute value', () => {
  // Integrals 3, 5 and 2, of absolute values 3, 5 and 10.
  expect(driftOf(Float64Array.of(1, 1, 1, 2, -4, 3), Float64Array.of(1, 2))).toBeCloseTo(2 / 10, 15);
});

test('nothing drifts that stays, and nothing that is 0', () => {
  expect([driftOf(Float64Array.of(2, -1, 0, 0), Float64Array.of(1, 2)), driftOf(new Float64Array(4), Float64Array.of(1, 1))]).toEqual([0, 0]);
});

test('an integral that falls drifts as one that grows, and one that changes its sign by both sides', () => {
  expect(driftOf(Float64Array.of(4, 1), Float64Array.of(1))).toBe(3 / 4);
  expect(driftOf(Float64Array.of(1, -1), Float64Array.of(1))).toBe(2);
});
