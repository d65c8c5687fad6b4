import { expect, test } from '@jest/globals';
import { autocorrelationTest, bcaInterval, canReach, failureRates, holm, mcNemar, meanEstimate, onTheseSets, pairedComparison, shareInterval, signedRankEstimate, signedRankTest, simulatePower, studentQuantile } from './index.js';

test('what the comments say of examples holds', () => {
  expect(signedRankTest([1, 2, 3, 4, 5, 6]).p).toBe(2 / 64);
  expect(autocorrelationTest([-3, -2, -1, 0, 1, 2, 3]).correlation).toBeCloseTo(0.571, 3);
  expect(signedRankEstimate([1, 2, 3, 4, 5, 6], 0.95)).toEqual({ center: 3.5, interval: { lower: 1, upper: 6, level: 0.96875 } });
  expect(studentQuantile(0.975, 4)).toBeCloseTo(2.776445105197793, 12);
  const { center, deviation, interval } = meanEstimate([1, 2, 6]);
  expect([center, deviation, interval!.lower, interval!.upper].map((x) => Number(x!.toFixed(3)))).toEqual([3, 2.646, -3.572, 9.572]);
  expect(shareInterval(0, 10).upper).toBeCloseTo(0.308, 3);
  expect(failureRates([0.1, null, null], [0.2, 0.3, null]).a.rate).toBe(2 / 3);
  expect(mcNemar(0, 6)).toBeCloseTo(2 / 64, 15);
  expect(holm([{ name: 'ladder', p: 0.01 }, { name: 'moving', p: 0.04 }]).map(({ adjusted }) => adjusted)).toEqual([0.02, 0.04]);
  expect(pairedComparison([0.1, 0.2, 0.1, 0.3, 0.2, 0.1], [0.2, 0.5, 0.3, 0.4, 0.5, 0.3]).p).toBe(2 / 64);
  expect(simulatePower({ ratio: 1.5, deviation: 0.3, pairs: 10 }).power).toBeCloseTo(0.96, 1);
  expect(bcaInterval([1, 2, 6, 3, 3, 4], { seed: 7 }).lower).toBeGreaterThanOrEqual(1);
  const [verdict] = onTheseSets([{ name: 'hello', losses: { ladder: [1, 2, 1, 3, 2, 1], fixed: [2, 5, 3, 4, 5, 3] } }], [{ arm: 'ladder', baseline: 'fixed' }]);
  expect(verdict!.comparisons[0]!.isSignificant).toBe(true);
});

test('the page has this comparison', () => {
  const ladder = [3.1e-6, 2.4e-6, 5.0e-6, 2.9e-6, null, 3.3e-6, 2.2e-6, 4.1e-6];
  const fixed = [9.0e-6, 6.1e-6, 7.7e-6, 3.8e-6, 5.2e-6, 9.9e-6, 8.1e-6, 7.2e-6];
  const compared = pairedComparison(ladder, fixed, { targetDeviation: 1.2 });
  expect([compared.ratio, compared.interval!.lower, compared.p, compared.geometricMean!.ratio].map((x) => x.toFixed(3))).toEqual(['0.489', '0.327', '0.195', '0.445']);
  expect([compared.interval!.upper, compared.failures.a.rate]).toEqual([Infinity, 1 / 8]);
  expect(canReach(6, 5).says).toBe('With 6 pairs and 5 comparisons the smallest p after Holm is 0.156, above 0.05: nothing can be significant. It takes 8 pairs at least.');
  const needed = [1, 2, 3, 5, 6, 10, 26].map((comparisons) => canReach(6, comparisons).pairsNeeded);
  expect(needed).toEqual([6, 7, 7, 8, 8, 9, 11]);
});
