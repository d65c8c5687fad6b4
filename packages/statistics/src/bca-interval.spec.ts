import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { bcaInterval } from './bca-interval.js';
import { expectClose, reference } from './fixtures/reference.js';

const indicesOf = (lines: readonly string[]): number[][] => lines.map((line) => [...line].map((digit) => parseInt(digit, 36)));

test.each(reference.bca.map((c) => [c.x.length, c.indices.length, c] as const))('%d numbers, %d resamples: SciPy, from its own resamples', (_, __, { x, level, indices, none, student }) => {
  for (const [correction, ends] of [['none', none], ['student', student]] as const) {
    const found = bcaInterval(x, { level, indices: indicesOf(indices), correction });
    expectClose(found.lower, ends[0]!);
    expectClose(found.upper, ends[1]!);
    expect(found.level).toBe(level);
  }
});

const skewed = (n: number): number[] => {
  const stream = randomStream(4, 'skewed');
  return Array.from({ length: n }, () => -Math.log(1 - stream.next()));
};

test('the same seed gives the same interval, another seed another that is near', () => {
  const x = skewed(25);
  const [first, again, other] = [1, 1, 2].map((seed) => bcaInterval(x, { seed }));
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(Math.abs(other!.upper - first!.upper)).toBeLessThan(0.1 * (first!.upper - first!.lower));
});

test('an interval moves and stretches with the numbers, and leans to the long side', () => {
  const x = skewed(30);
  const mean = x.reduce((sum, value) => sum + value, 0) / 30;
  const { lower, upper } = bcaInterval(x);
  const moved = bcaInterval(x.map((value) => 3 * value + 5));
  expect(moved.lower).toBeCloseTo(3 * lower + 5, 10);
  expect(moved.upper).toBeCloseTo(3 * upper + 5, 10);
  expect(upper - mean).toBeGreaterThan(1.1 * (mean - lower));
});

test('equal numbers have an interval without width', () => {
  expect(bcaInterval([2, 2, 2, 2])).toEqual({ lower: 2, upper: 2, level: 0.95 });
  expect(bcaInterval([7])).toEqual({ lower: 7, upper: 7, level: 0.95 });
});

test('one resample, all on one side, still gives numbers', () => {
  const { lower, upper } = bcaInterval([1, 2, 3], { indices: [[0, 0, 0]] });
  expect([lower, upper]).toEqual([1, 1]);
});

test('resamples that are none are refused', () => {
  expect(() => bcaInterval([1, 2, 3], { indices: [[0, 1, 2], [0, 1, 3]] })).toThrow('A resample must be 3 indices from 0 to 2, one draw with replacement for each pair where both trials ended; resample 1 is not.');
  expect(() => bcaInterval([1, 2, 3], { indices: [[0, 1]] })).toThrow('resample 0 is not');
  expect(() => bcaInterval([1, 2, 3], { indices: [] })).toThrow('"indices" must have one resample at least; got none. Leave it out to have them drawn.');
  expect(() => bcaInterval([1, 2, 3], { resamples: 0 })).toThrow('"resamples" must be a whole number of at least 1; got 0.');
  expect(() => bcaInterval([])).toThrow(RangeError);
});
