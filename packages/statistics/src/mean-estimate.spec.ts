import { expect, test } from '@jest/globals';
import { expectClose, ofR, reference } from './fixtures/reference.js';
import { meanEstimate } from './mean-estimate.js';

test.each(reference.student.map((c) => [c.x.length, c.level, c] as const))("%d numbers have Student's interval of level %d as in SciPy", (_, __, { x, level, mean, deviation, interval }) => {
  const found = meanEstimate(x, level);
  expectClose(found.center, mean);
  expectClose(found.deviation, deviation);
  expectClose(found.interval!.lower, interval[0]);
  expectClose(found.interval!.upper, interval[1]);
});

test('and as in R', () => {
  const { interval } = meanEstimate(ofR.student.x);
  expectClose(interval!.lower, ofR.student.interval[0]!);
  expectClose(interval!.upper, ofR.student.interval[1]!);
});

test('one number has a mean only; none, infinities and levels of 0 are refused', () => {
  expect(meanEstimate([3])).toEqual({ center: 3, deviation: null, interval: null });
  expect(() => meanEstimate([])).toThrow(RangeError);
  expect(() => meanEstimate([1, Infinity])).toThrow('"values" must be finite; got Infinity at index 1.');
  expect(() => meanEstimate([1, 2], 0)).toThrow('"level" must be above 0 and below 1; got 0.');
});
