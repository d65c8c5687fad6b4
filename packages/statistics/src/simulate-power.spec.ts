import { expect, test } from '@jest/globals';
import { shareInterval } from './failures/share-interval.js';
import { canReach } from './several/can-reach.js';
import { simulatePower } from './simulate-power.js';

test('a ratio of 1.5 at a deviation of 0.3 is seen with ten pairs in more than 85 % of studies', () => {
  const { power, interval, studies } = simulatePower({ ratio: 1.5, deviation: 0.3, pairs: 10 });
  expect(interval.lower).toBeGreaterThan(0.85);
  expect(interval).toEqual(shareInterval(Math.round(power * studies), studies));
});

test('without a difference it is seen as often as the test allows', () => {
  const { power, interval } = simulatePower({ ratio: 1, deviation: 1, pairs: 10, studies: 4000 });
  // The exact test of ten pairs attains 0.0488.
  expect(interval.lower).toBeLessThan(0.0488);
  expect(interval.upper).toBeGreaterThan(0.0488);
  expect(power).toBeGreaterThan(0);
});

test('a design that cannot reach alpha sees nothing, however large the ratio', () => {
  expect(canReach(6, 5).canReach).toBe(false);
  expect(simulatePower({ ratio: 100, deviation: 0.1, pairs: 6, comparisons: 5, studies: 50 }).power).toBe(0);
  expect(simulatePower({ ratio: 100, deviation: 0.1, pairs: 8, comparisons: 5, studies: 50 }).power).toBe(1);
});

test('the draw and the seed are taken', () => {
  const study = { ratio: 1.3, deviation: 0.3, pairs: 8, studies: 200 };
  expect(simulatePower({ ...study, draw: () => 0 }).power).toBe(1);
  expect(simulatePower({ ...study, draw: (stream) => 9 * stream.normal() }).power).toBeLessThan(0.12);
  expect(simulatePower(study)).toEqual(simulatePower({ ...study, seed: 0 }));
  expect(simulatePower({ ...study, seed: 1 }).power).not.toBe(simulatePower(study).power);
});

test('what is no study is refused', () => {
  const study = { ratio: 1.5, deviation: 0.3, pairs: 8 };
  expect(() => simulatePower({ ...study, ratio: -1 })).toThrow('"ratio" must be a number above 0; got -1.');
  expect(() => simulatePower({ ...study, deviation: 0 })).toThrow('"deviation" must be a number above 0; got 0.');
  expect(() => simulatePower({ ...study, pairs: 0.5 })).toThrow('"pairs" must be a whole number of at least 1; got 0.5.');
  expect(() => simulatePower({ ...study, alpha: 5 })).toThrow('"alpha" must be above 0 and below 1; got 5.');
});
