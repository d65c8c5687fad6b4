import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expectClose, numbersOf, ofR, reference } from '../fixtures/reference.js';
import { attainedAlpha, signedRankEstimate } from './signed-rank-estimate.js';
import { signedRankTest } from './signed-rank-test.js';
import { WalshAverages } from './walsh-averages.js';

describe('estimate and interval are those of', () => {
  test.each(reference.intervals.map((c) => [`n = ${c.d.length}, level ${c.level}`, c] as const))('enumeration, %s', (_, { d, level, estimate }) => {
    const found = signedRankEstimate(numbersOf(d), level);
    expectClose(found.center, estimate[0]!);
    if (d.length < 6 || estimate.length === 1) {
      expect(found.interval).toBeNull();
      return;
    }
    expectClose(found.interval!.lower, estimate[1]!);
    expectClose(found.interval!.upper, estimate[2]!);
    expectClose(found.interval!.level, estimate[3]!);
  });

  test.each(ofR.wilcox.map((c) => [`n = ${c.d.length}, level ${c.level}`, c] as const))('R, %s', (_, { d, level, estimate, interval }) => {
    const found = signedRankEstimate(d, level);
    expectClose(found.center, estimate);
    expectClose(found.interval!.lower, interval[0]);
    expectClose(found.interval!.upper, interval[1]);
  });
});

test('without ties the interval leaves 0 out exactly where p is at most 1 - level', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 4000 }), { minLength: 6, maxLength: 30 }), fc.integer({ min: 0, max: 4000 }), (sizes, shift) => {
    // Sizes are all different, and none is 0.
    const d = sizes.map((x) => (x * 7 + (x % 3) > shift ? x : -x));
    const { interval } = signedRankEstimate(d);
    expect(interval!.lower > 0 || interval!.upper < 0).toBe(signedRankTest(d).p <= 0.05);
  }), { seed: 5, numRuns: 200 });
});

test('with ties and zeros it leaves 0 out only where p is so small', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: -2, max: 5 }), fc.constantFrom(Infinity, -Infinity)), { minLength: 6, maxLength: 25 }), (d) => {
    const { interval } = signedRankEstimate(d);
    fc.pre(interval!.lower > 0 || interval!.upper < 0);
    expect(signedRankTest(d).p).toBeLessThanOrEqual(0.05);
  }), { seed: 7, numRuns: 200 });
});

test('averages come by rank as if all had been sorted', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(Infinity, -Infinity)), { minLength: 1, maxLength: 14 }), (values) => {
    const all = values.flatMap((x, i) => values.slice(i).map((y) => (x === -y ? 0 : (x + y) / 2))).sort((x, y) => (x === y ? 0 : x - y));
    const averages = new WalshAverages(values);
    expect(averages.count).toBe(all.length);
    all.forEach((value, k) => { expect(averages.smallest(k + 1)).toBe(value + 0); });
  }), { seed: 8, numRuns: 150 });
});

test('two thousand differences have an interval of the normal approximation', () => {
  const d = Array.from({ length: 2000 }, (_, k) => ((k * 7919) % 2003) / 2003);
  const { center, interval } = signedRankEstimate(d);
  expect(center).toBeCloseTo(0.5, 2);
  // Of uniform numbers the estimate has the standard error sqrt(1 / 12 / n), as their mean.
  expect((interval!.upper - interval!.lower) / (2 * 1.96 * Math.sqrt(1 / 12 / 2000))).toBeCloseTo(1, 1);
  expect(interval!.level).toBe(0.95);
});

test('the alpha that is attained is a value that p has', () => {
  expect(attainedAlpha(5, 0.05)).toBe(0);
  expect(attainedAlpha(6, 0.05)).toBe(2 / 64);
  expect(attainedAlpha(7, 0.05)).toBeCloseTo(6 / 128, 15);
});

test('levels, NaN and nothing are refused', () => {
  expect(() => signedRankEstimate([1, 2], 1)).toThrow('"level" must be above 0 and below 1; got 1.');
  expect(() => signedRankEstimate([1, NaN])).toThrow('"differences" must not hold NaN');
  expect(() => signedRankEstimate([])).toThrow('A comparison needs one pair of losses at least; got none.');
});
