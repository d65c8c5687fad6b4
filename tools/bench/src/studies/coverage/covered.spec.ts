import { expect, test } from '@jest/globals';
import { centred, type Covered, covered as coveredIn, shareOf, total } from './covered.js';

const covered = (estimates: number[], truths: number[], errors: number[], quantile: number): Covered =>
  coveredIn(Float64Array.from(estimates), Float64Array.from(truths), Float64Array.from(errors), quantile);

test('a truth on the edge of its interval is inside, below and above, and every value has an interval of its own', () => {
  expect(covered([0, 0, 0, 0], [2, -2, 2.01, -2.01], [1, 1, 1, 1], 2)).toEqual({ within: 2, of: 4 });
  expect(covered([5, 5], [5.5, 5.5], [0.25, 0.2], 2)).toEqual({ within: 1, of: 2 });
});

test('an estimate that is not finite, or has no standard error, covers nothing', () => {
  expect(covered([NaN, 0, 0], [0, 0, 1], [1, NaN, 0], 2)).toEqual({ within: 0, of: 3 });
});

test('counts add up before they are divided: a set with more rows weighs more', () => {
  expect(total([{ within: 1, of: 1 }, { within: 0, of: 3 }])).toEqual({ within: 1, of: 4 });
  expect(shareOf({ within: 1, of: 4 })).toBe(0.25);
  expect(shareOf(total([]))).toBeNaN();
});

test('a function is centred over rows that are not its points', () => {
  expect([...centred(Float64Array.of(4, 5), Float64Array.of(1, 2, 6))]).toEqual([1, 2]);
});
