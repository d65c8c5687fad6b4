import { randomStream } from '@knotwork/numerics';
import { expect, test } from '@jest/globals';
import { studentQuantile } from '../distributions/student-t.js';
import { pairedComparison } from '../paired-comparison.js';
import { simulatePower } from '../simulate-power.js';
import { enoughSeeds } from './enough-seeds.js';

/** Losses of which log ratios have exactly this mean and deviation. */
function arms(pairs: number, logRatio: number, deviation: number, seed = 1) {
  const stream = randomStream(seed, 'arms');
  const raw = Array.from({ length: pairs }, () => stream.normal());
  const mean = raw.reduce((sum, x) => sum + x, 0) / pairs;
  const spread = Math.sqrt(raw.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (pairs - 1));
  return pairedComparison(raw.map((x) => Math.exp(logRatio + (deviation * (x - mean)) / spread)), new Array<number>(pairs).fill(1));
}

// The estimate of Hodges and Lehmann is near the mean, so what is asked of pairsForAlpha is what simulation gives for that ratio.
test.each([[10, 0.2, 0.3, 1], [12, 0.1, 0.3, 1], [10, 0.3, 0.5, 4], [8, 0.6, 0.5, 1], [10, 0.05, 0.4, 2]])('of %d pairs at log ratio %d, deviation %d, %d comparisons: so many more reach alpha with power 0.8', (pairs, logRatio, deviation, comparisons) => {
  const seen = arms(pairs, logRatio, deviation);
  const { pairsForAlpha } = enoughSeeds(seen, { comparisons });
  const power = (n: number): number => simulatePower({ ratio: seen.ratio, deviation, pairs: n, comparisons, studies: 2000, seed: 3 }).power;
  // The approximation and 2000 studies are both right to some 2 %; below, a tenth of the pairs less must not be enough.
  expect(power(pairsForAlpha!)).toBeGreaterThan(0.77);
  expect(power(Math.floor(0.85 * pairsForAlpha!))).toBeLessThan(0.8);
});

test('the interval of so many pairs is half as wide', () => {
  const { pairsForHalfWidth } = enoughSeeds(arms(10, 0.2, 0.3));
  const width = (n: number): number => studentQuantile(0.975, n - 1) / Math.sqrt(n);
  expect(width(pairsForHalfWidth!)).toBeLessThanOrEqual(width(10) / 2);
  expect(width(pairsForHalfWidth! - 1)).toBeGreaterThan(width(10) / 2);
});

test('it says what is seen, what would do, and what is taken for granted', () => {
  const much = enoughSeeds(arms(10, 1, 0.3));
  expect(much.enough).toBe(true);
  expect(much.ofEffect).toBeCloseTo(much.halfWidth! / 1, 1);
  expect(much.says).toMatch(/^Half the interval is \d+ % of the effect; 23 more pairs would halve it\. Enough: p is 0\.00195\.$/);
  expect(much.assumes).toBe('Log ratios are normal with the ratio and the spread (0.3) seen here.');

  const little = enoughSeeds(arms(10, 0.05, 0.3), { comparisons: 5, alpha: 0.025, adjustedP: 1 });
  expect(little.enough).toBe(false);
  expect(little.says).toContain('Not enough to tell the arms apart: p is 1, above 0.025 among 5 comparisons. If the ratio and the spread are as seen here, ');
  expect(little.says).toContain(`${little.pairsForAlpha} pairs would do with a probability of 80 %.`);
  expect(little.pairsForAlpha).toBeGreaterThan(enoughSeeds(arms(10, 0.05, 0.3)).pairsForAlpha!);
});

test('an interval far wider than the effect is told in times, not in per cent', () => {
  const wide = enoughSeeds(arms(10, -0.05, 0.3));
  expect(wide.ofEffect).toBeGreaterThan(3);
  expect(wide.says).toContain(`Half the interval is ${Number(wide.ofEffect!.toPrecision(2))} times the effect; 23 more pairs would halve it.`);
});

test('where little is known nothing is counted', () => {
  const few = enoughSeeds(pairedComparison([1, 2, 3], [2, 3, 4]));
  expect([few.halfWidth, few.ofEffect, few.enough]).toEqual([null, null, false]);
  const same = enoughSeeds(pairedComparison([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]));
  expect([same.enough, same.halfWidth, same.ofEffect, same.pairsForAlpha]).toEqual([false, 0, null, null]);
  const one = enoughSeeds(pairedComparison([1], [2]));
  expect([one.pairsForHalfWidth, one.pairsForAlpha]).toEqual([null, null]);
  const failing = enoughSeeds(pairedComparison([null, null, null, null, null, 1, 2], [1, 1, 1, 1, 1, 1, 1]));
  expect(failing.halfWidth).toBe(Infinity);
  expect(failing.pairsForAlpha).toBeNull();
  expect(failing.assumes).toContain('pairs in which a trial failed are like the others');
});

test('equal ratios need no more than the test does', () => {
  const seen = pairedComparison([1, 2, 3, 4], [2, 4, 6, 8]);
  expect(enoughSeeds(seen).pairsForAlpha).toBe(6);
  expect(enoughSeeds(seen, { comparisons: 5 }).pairsForAlpha).toBe(8);
});

test('options that are none are refused', () => {
  const seen = pairedComparison([1, 2], [2, 3]);
  expect(() => enoughSeeds(seen, { power: 1 })).toThrow('"power" must be above 0 and below 1; got 1.');
  expect(() => enoughSeeds(seen, { adjustedP: 2 })).toThrow(RangeError);
});

test('more pairs are counted at the alpha of the look that they would be', () => {
  const seen = arms(10, 0.2, 0.3);
  const [now, further] = [enoughSeeds(seen), enoughSeeds(seen, { furtherAlpha: 0.025 })];
  expect(further.enough).toBe(now.enough);
  expect(further.pairsForAlpha).toBe(enoughSeeds(seen, { alpha: 0.025 }).pairsForAlpha);
  expect(further.pairsForAlpha).toBeGreaterThan(now.pairsForAlpha!);
  expect(further.says).toContain(`${further.pairsForAlpha} pairs would do with a probability of 80 %, judged at 0.025 as a further look is.`);
});
