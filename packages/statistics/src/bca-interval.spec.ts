import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import fc from 'fast-check';
import { bcaInterval } from './bca-interval.js';
import { expectClose, reference } from './fixtures/reference.js';
import { ResampledMedian } from './signed-rank/resampled-median.js';
import { WalshAverages } from './signed-rank/walsh-averages.js';

const indicesOf = (lines: readonly string[]): number[][] => lines.map((line) => [...line].map((digit) => parseInt(digit, 36)));

test.each(reference.bca.map((c) => [c.x.length, c.indices.length, c] as const))('%d numbers, %d resamples: SciPy, from its own resamples', (_, __, { x, level, indices, interval }) => {
  const found = bcaInterval(x, { level, indices: indicesOf(indices) });
  expectClose(found.lower, interval[0]!);
  expectClose(found.upper, interval[1]!);
  expect(found.level).toBe(level);
});

test('the estimate of a resample is that of the numbers that were drawn', () => {
  const value = fc.oneof(fc.integer({ min: -4, max: 4 }), fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(Infinity, -Infinity));
  fc.assert(fc.property(fc.array(fc.tuple(value, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 12 }), (drawn) => {
    fc.pre(drawn.some(([, count]) => count > 0));
    const resample = drawn.flatMap(([x, count]) => new Array<number>(count).fill(x));
    const found = new ResampledMedian(drawn.map(([x]) => x)).of(Uint32Array.from(drawn, ([, count]) => count));
    expect(found + 0).toBe(new WalshAverages(resample).median() + 0);
  }), { seed: 6, numRuns: 300 });
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
  const center = new WalshAverages(x).median();
  const { lower, upper } = bcaInterval(x);
  const moved = bcaInterval(x.map((value) => 3 * value + 5));
  expect(moved.lower).toBeCloseTo(3 * lower + 5, 10);
  expect(moved.upper).toBeCloseTo(3 * upper + 5, 10);
  expect(upper - center).toBeGreaterThan(1.1 * (center - lower));
});

test('equal numbers have an interval without width', () => {
  expect(bcaInterval([2, 2, 2, 2])).toEqual({ lower: 2, upper: 2, level: 0.95 });
  expect(bcaInterval([7])).toEqual({ lower: 7, upper: 7, level: 0.95 });
});

test('one resample, all on one side, still gives numbers', () => {
  expect(bcaInterval([1, 2, 3], { indices: [[0, 0, 0]] })).toEqual({ lower: 1, upper: 1, level: 0.95 });
});

test('infinite differences count, and are never NaN', () => {
  const x = skewed(24);
  const some = bcaInterval([...x, Infinity, Infinity]);
  expect(some.upper).toBeGreaterThan(bcaInterval(x).upper);
  expect(some.upper).toBeLessThan(Infinity);
  expect(bcaInterval([...x.slice(0, 12), ...new Array<number>(8).fill(Infinity)]).upper).toBe(Infinity);
  const opposite = bcaInterval([...new Array<number>(10).fill(Infinity), ...new Array<number>(10).fill(-Infinity)]);
  expect([opposite.lower, opposite.upper]).not.toContain(NaN);
});

test('resamples that are none are refused, and too many numbers', () => {
  expect(() => bcaInterval([1, 2, 3], { indices: [[0, 1, 2], [0, 1, 3]] })).toThrow('A resample must be 3 indices from 0 to 2, one drawn for each pair, with replacement; resample 1 is not.');
  expect(() => bcaInterval([1, 2, 3], { indices: [[0, 1]] })).toThrow('resample 0 is not');
  expect(() => bcaInterval([1, 2, 3], { indices: [] })).toThrow('"indices" must have one resample at least; got none. Leave it out to have them drawn.');
  expect(() => bcaInterval([1, 2, 3], { resamples: 0 })).toThrow('"resamples" must be a whole number of at least 1; got 0.');
  expect(() => bcaInterval(new Array<number>(1001).fill(1))).toThrow('A bootstrap takes 1000 differences at most; got 1001.');
  expect(() => bcaInterval([1, NaN])).toThrow('"values" must not hold NaN; got one at index 1');
  expect(() => bcaInterval([])).toThrow(RangeError);
});
