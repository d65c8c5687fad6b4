import { expect, test } from '@jest/globals';
import { driftOf, noDrift } from './drift.js';

test('the largest change since the beginning, beside the largest integral of the absolute value', () => {
  // Integrals 3, 5 and 2, of absolute values 3, 5 and 10.
  expect(driftOf(Float64Array.of(1, 1, 1, 2, -4, 3), Float64Array.of(1, 2))).toBeCloseTo(2 / 10, 15);
});

test('nothing drifts that stays, though it is 0 later on', () => {
  expect([driftOf(Float64Array.of(2, -1, 0, 0), Float64Array.of(1, 2)), noDrift(Float64Array.of(2, -1, 0, 0))]).toEqual([0, null]);
});

test('what is 0 everywhere, or not finite somewhere, has no drift, and a reason', () => {
  for (const [values, why] of [[new Float64Array(4), '0 everywhere'], [Float64Array.of(1, NaN, 1, 1), 'not finite'], [Float64Array.of(0, 0, 0, -Infinity), 'not finite']] as const) {
    expect([driftOf(values, Float64Array.of(1, 1)), noDrift(values)]).toEqual([NaN, why]);
  }
});

test('an integral that falls drifts as one that grows, and one that changes its sign by both sides', () => {
  expect(driftOf(Float64Array.of(4, 1), Float64Array.of(1))).toBe(3 / 4);
  expect(driftOf(Float64Array.of(1, -1), Float64Array.of(1))).toBe(2);
});
