import { expect, test } from '@jest/globals';
import { expectClose, ofR, reference } from '../fixtures/reference.js';
import { failureRates, mcNemar } from './failure-rates.js';
import { shareInterval } from './share-interval.js';

test.each([...reference.shares, ...ofR.shares.map((c) => ({ ...c, level: 0.95 }))].map((c) => [c.k, c.n, c.level, c.interval] as const))('%d of %d, level %d: SciPy, statsmodels or R', (k, n, level, interval) => {
  const found = shareInterval(k, n, level);
  expectClose(found.lower, interval[0]!);
  expectClose(found.upper, interval[1]!);
});

test.each([...reference.mcNemar, ofR.signTest].map((c) => [c.onlyA, c.onlyB, c.p] as const))('%d and %d pairs that differ: statsmodels or R', (onlyA, onlyB, p) => {
  expectClose(mcNemar(onlyA, onlyB), p);
  expectClose(mcNemar(onlyB, onlyA), p);
});

test('failures are counted arm by arm and pair by pair', () => {
  const rates = failureRates([null, null, 1, 2, null, 3, 1], [1, null, null, 2, 1, 3, 2], 0.9);
  expect(rates).toMatchObject({ a: { failed: 3, trials: 7, rate: 3 / 7 }, b: { failed: 2, trials: 7, rate: 2 / 7 }, onlyA: 2, onlyB: 1, p: 1 });
  expect(rates.a.interval).toEqual(shareInterval(3, 7, 0.9));
});

test('no trials tell nothing; what is no count is refused', () => {
  expect(shareInterval(0, 0)).toEqual({ lower: 0, upper: 1, level: 0.95 });
  expect(() => shareInterval(3, 2)).toThrow('"k" must be at most n, which is 2; got 3.');
  expect(() => shareInterval(-1, 2)).toThrow('"k" must be a whole number of at least 0; got -1.');
  expect(() => shareInterval(1, 2, 1.5)).toThrow('"level" must be above 0 and below 1; got 1.5.');
  expect(() => mcNemar(1.5, 2)).toThrow('"onlyA" must be a whole number of at least 0; got 1.5.');
  expect(() => failureRates([1], [1, 2])).toThrow('Losses must come in pairs');
  expect(() => failureRates([], [])).toThrow('A comparison needs one pair of losses at least; got none.');
});
