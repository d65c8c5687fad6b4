import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expectClose, numbersOf, ofR, reference } from '../fixtures/reference.js';
import { doubledMidRanks } from './mid-ranks.js';
import { rankSumTail } from './rank-sums.js';
import { MOST_EXACT, signedRankTest } from './signed-rank-test.js';

const label = (c: { d: readonly unknown[]; from?: string }): string => `n = ${c.d.length}`;

describe('p of the signed-rank test is that of', () => {
  test.each(reference.signedRank.map((c) => [`${c.from}, ${label(c)}, p = ${c.p}`, c] as const))('%s', (_, { d, t, p }) => {
    const found = signedRankTest(numbersOf(d));
    expectClose(found.p, p);
    expect(found.by).toBe(d.length > MOST_EXACT ? 'normal' : 'exact');
    if (t !== undefined) expect(found.statistic).toBe(t);
  });

  test.each(ofR.wilcox.map((c) => [label(c), c] as const))('R, %s', (_, { d, t, p }) => {
    expectClose(signedRankTest(d).p, p);
    expect(signedRankTest(d).statistic).toBe(t);
  });

  test.each(ofR.pratt.map((c) => [`${label(c)}, p = ${c.p}`, c] as const))('coin in R, with zeros and ties, %s', (_, { d, p }) => { expectClose(signedRankTest(numbersOf(d)).p, p); });

  test.each(ofR.ties.map((c) => [label(c), c] as const))('exactRankTests in R, with ties, %s', (_, { d, p }) => { expectClose(signedRankTest(numbersOf(d)).p, p); });
});

test('sides may be exchanged, order and unit do not matter', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 40 }), fc.integer(), (d, seed) => {
    const { p, statistic } = signedRankTest(d);
    expect(signedRankTest(d.map((x) => -x)).p).toBe(p);
    expect(signedRankTest(d.toSorted((x, y) => ((x * 7919 + seed) % 11) - ((y * 7919 + seed) % 11)))).toEqual({ p, statistic, by: 'exact' });
    expect(signedRankTest(d.map((x) => 1e-3 * x)).p).toBe(p);
  }), { seed: 3, numRuns: 60 });
});

test('differences that rounding made are ties, and zeros', () => {
  const noisy = [Math.log(4) - Math.log(2), Math.log(2), -(Math.log(6) - Math.log(3)), 3e-13, 2, 3, -4, 5];
  expect(signedRankTest(noisy)).toEqual(signedRankTest([1, 1, -1, 0, 2, 3, -4, 5]));
});

test('a thousand pairs are exact, with ties too, and near the normal approximation that begins above', () => {
  const value = (k: number): number => ((k * 7919) % 1009) - 480;
  const d = Array.from({ length: 1000 }, (_, k) => value(k + 1) || 1).map((x, k) => (k % 3 === 0 ? Math.round(x / 10) || 1 : x));
  const exact = signedRankTest(d);
  expect(exact.by).toBe('exact');
  const more = signedRankTest([...d, 1e-3, -2e-3]);
  expect(more.by).toBe('normal');
  expect(Math.abs(more.p / exact.p - 1)).toBeLessThan(0.02);
  // Zeros do not count for the limit: they cost nothing.
  expect(signedRankTest([...d, ...new Array<number>(200).fill(0)]).by).toBe('exact');
});

test('mid-ranks are shared, infinities too, and add up', () => {
  expect([...doubledMidRanks([3, 1, 3, Infinity, 2, Infinity])]).toEqual([7, 2, 7, 11, 4, 11]);
  expect([...doubledMidRanks([])]).toEqual([]);
});

test('sums of ranks are as often as subsets that have them', () => {
  // Of {1, 2, 3}: {}, {1}, {2}, {3} and {1, 2}, {1, 3}, {2, 3}, all.
  expect([...rankSumTail(Int32Array.of(3, 1, 2), 6)].map((p) => 8 * p)).toEqual([1, 2, 3, 5, 6, 7, 8]);
  expect([...rankSumTail(Int32Array.of(), 1)]).toEqual([1, 1]);
});

test('NaN is refused, and nothing has no difference', () => {
  expect(() => signedRankTest([1, NaN])).toThrow('"differences" must not hold NaN; got one at index 1');
  expect(signedRankTest([0, 0])).toEqual({ statistic: 0, p: 1, by: 'exact' });
});
