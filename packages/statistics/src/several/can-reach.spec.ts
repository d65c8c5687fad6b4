import { expect, test } from '@jest/globals';
import { signedRankTest } from '../signed-rank/signed-rank-test.js';
import { canReach } from './can-reach.js';
import { holm } from './holm.js';
import { alphaOfLooks } from './looks.js';

test.each([[6, 1], [6, 5], [8, 5], [10, 6], [10, 26], [3, 1]])('%d pairs and %d comparisons reach what the test and Holm give one that wins all', (pairs, comparisons) => {
  const best = signedRankTest(Array.from({ length: pairs }, (_, k) => k + 1)).p;
  const family = Array.from({ length: comparisons }, (_, k) => ({ name: `c${k}`, p: k === 0 ? best : 1 }));
  const reach = canReach(pairs, comparisons);
  expect(reach.smallestP).toBe(best);
  expect(reach.smallestAdjustedP).toBe(holm(family)[0]!.adjusted);
  expect(reach.canReach).toBe(reach.smallestAdjustedP <= 0.05);
  expect(canReach(reach.pairsNeeded, comparisons).canReach).toBe(true);
  if (reach.pairsNeeded > 1) expect(canReach(reach.pairsNeeded - 1, comparisons).canReach).toBe(false);
});

test('it says so', () => {
  expect(canReach(6, 5).says).toBe('With 6 pairs and 5 comparisons the smallest p after Holm is 0.156, above 0.05: nothing can be significant. It takes 8 pairs at least.');
  expect(canReach(10, 1).says).toBe('With 10 pairs and 1 comparison the smallest p after Holm is 0.00195, which reaches 0.05.');
});

test('looks divide alpha, and ask for more pairs', () => {
  expect(alphaOfLooks(0.05, 1)).toBe(0.05);
  expect(alphaOfLooks(0.05, 4)).toBe(0.0125);
  expect(canReach(6, 1, alphaOfLooks(0.05, 2)).pairsNeeded).toBe(7);
});

test('what is no design is refused', () => {
  expect(() => canReach(0)).toThrow('"pairs" must be a whole number of at least 1; got 0.');
  expect(() => canReach(6, 2.5)).toThrow('"comparisons" must be a whole number of at least 1; got 2.5.');
  expect(() => canReach(6, 1, 0)).toThrow('"alpha" must be above 0 and below 1; got 0.');
  expect(() => alphaOfLooks(0.05, 0)).toThrow('"looks" must be a whole number of at least 1; got 0.');
  expect(() => alphaOfLooks(1, 1)).toThrow('"alpha" must be above 0 and below 1; got 1.');
});

test('what it takes is judged at the alpha of the look that it would be', () => {
  const seen = canReach(6, 3, 0.05, 0.025);
  expect([seen.canReach, seen.pairsNeeded]).toEqual([false, 8]);
  expect(seen.says).toBe('With 6 pairs and 3 comparisons the smallest p after Holm is 0.0938, above 0.05: nothing can be significant. It takes 8 pairs at least, judged at 0.025 as a further look is.');
  expect(canReach(7, 3, 0.05, 0.025)).toMatchObject({ canReach: true });
});
