import { expect, test } from '@jest/globals';
import { basisTable, bestFit } from '@knotwork/conformance';
import { tracedBumps } from './fixtures/traced-bumps.js';
import { tanhBump } from './tanh-bump.js';

/** Where a bump matters, exponents are up to 20; each has its rounding. */
const ROUNDING = 60 * Number.EPSILON;
const FLOAT32_MAX = 3.4e38;
const INTERVALS = 10;
const points = Array.from({ length: 101 }, (_, k) => k / 50 - 1);

for (const width of [0.3, 0.5, 1, 1.5, 4]) {
  const padding = Math.ceil(2 * width);
  const distance = (x: number, j: number): number => ((INTERVALS / 2) * (x + 1) - j) / width;

  test(`with width ${width} values and slopes agree with 1 - tanh^2`, () => {
    const { size, values } = basisTable(tanhBump, { intervals: INTERVALS, width }, points);
    const slopes = basisTable(tanhBump, { intervals: INTERVALS, width }, points, { order: 1 }).values;
    expect(size).toBe(INTERVALS + 1 + 2 * padding);
    points.forEach((x, k) => {
      for (let j = 0; j < size; j++) {
        const d = distance(x, j - padding);
        const expected = 1 / Math.cosh(d) ** 2;
        expect(Math.abs(values[k * size + j]! - expected)).toBeLessThan(ROUNDING);
        const slope = (-INTERVALS / width) * Math.tanh(d) * expected;
        expect(Math.abs(slopes[k * size + j]! - slope)).toBeLessThan((ROUNDING * INTERVALS) / width);
      }
    });
  });

  test(`with width ${width} no number leaves what float32 can hold, however far the input lies outside`, () => {
    for (const intervals of [1, 6, 100]) {
      const traced = tracedBumps(tanhBump, { intervals, width });
      for (const x of [...points, -5, 7, 1e3, -1e6]) expect(traced.largestAt(x)).toBeLessThan(Math.max(FLOAT32_MAX / 1e3, Math.abs(x) * 1e4));
      for (const v of basisTable(tanhBump, { intervals, width }, [-1e6, 1e6]).values) expect(Math.abs(v)).toBeLessThan(1e-14);
    }
  });
}

test('one exponential serves a block of 21 centers of width 1', () => {
  expect(tracedBumps(tanhBump, { intervals: 16, width: 1 }).exponentials).toBe(1);
  expect(tracedBumps(tanhBump, { intervals: 17, width: 1 }).exponentials).toBe(2);
});

test('exp is fitted below 1e-4 by 12 coefficients; constants are not in the span, and the error settles', () => {
  expect(bestFit(tanhBump, {}, Math.exp)).toMatchObject({ size: 12 });
  expect(bestFit(tanhBump, {}, Math.exp).max).toBeLessThan(1e-4);
  const [coarse, fine] = [16, 64].map((intervals) => bestFit(tanhBump, { intervals }, () => 1).rms) as [number, number];
  expect(fine).toBeGreaterThan(1e-6);
  expect(fine).toBeGreaterThan(coarse / 2);
  expect(tanhBump.capabilities).toMatchObject({ spansConstants: false });
  expect(tanhBump.capabilities.order).toBeUndefined();
});

test('options have defaults and ranges', () => {
  expect(tanhBump.options.parse({})).toEqual({ intervals: 5, width: 1.5 });
  for (const bad of [{ intervals: 0 }, { width: 0.2 }, { width: 5 }, { degree: 3 }]) expect(tanhBump.options.safeParse(bad).success).toBe(false);
});
