import { expect, test } from '@jest/globals';
import { basisTable, bestFit } from '@knotwork/conformance';
import { tracedBumps } from './fixtures/traced-bumps.js';
import { gaussianRbf } from './gaussian-rbf.js';

/** Where a bump matters, the exponents that are multiplied are up to 50; each has its rounding. */
const ROUNDING = 200 * Number.EPSILON;
const FLOAT32_MAX = 3.4e38;
const INTERVALS = 10;
const points = Array.from({ length: 101 }, (_, k) => k / 50 - 1);
const widths = [0.3, 0.4, 0.5, 0.9, 1, 1.5, 4];
const bump = (x: number, j: number, width: number): number => Math.exp(-((((INTERVALS / 2) * (x + 1) - j) / width) ** 2));

for (const width of widths) {
  const padding = Math.ceil(2 * width);

  test(`with width ${width} the products agree with the definition`, () => {
    const { size, values } = basisTable(gaussianRbf, { intervals: INTERVALS, width }, points);
    expect(size).toBe(INTERVALS + 1 + 2 * padding);
    points.forEach((x, k) => {
      for (let j = 0; j < size; j++) expect(Math.abs(values[k * size + j]! - bump(x, j - padding, width))).toBeLessThan(ROUNDING);
    });
  });

  test(`with width ${width} derivatives up to the third agree with those of the definition`, () => {
    for (const order of [1, 2, 3]) {
      const { size, values } = basisTable(gaussianRbf, { intervals: INTERVALS, width }, points, { order });
      const scale = (INTERVALS / 2 / width) ** order;
      points.forEach((x, k) => {
        for (let j = 0; j < size; j++) {
          const d = ((INTERVALS / 2) * (x + 1) - (j - padding)) / width;
          const hermite = [1, -2 * d, 4 * d ** 2 - 2, -8 * d ** 3 + 12 * d][order]!;
          // Each order sums terms some ten times as large as the last, and d^3 of them may be.
          expect(Math.abs(values[k * size + j]! / scale - hermite * bump(x, j - padding, width))).toBeLessThan(ROUNDING * 10 ** order);
        }
      });
    }
  });

  test(`with width ${width} no number leaves what float32 can hold, however far the input lies outside`, () => {
    for (const intervals of [1, 6, 100]) {
      const traced = tracedBumps(gaussianRbf, { intervals, width });
      for (const x of [...points, -5, 7, 1e3, -1e6]) expect(traced.largestAt(x)).toBeLessThan(Math.max(FLOAT32_MAX / 1e6, Math.abs(x) * 1e4));
      const { values } = basisTable(gaussianRbf, { intervals, width }, [-1e6, 1e6]);
      for (const v of values) expect(v).toBeLessThan(1e-15);
    }
  });
}

test('three exponentials serve a block of eleven centers of width 1', () => {
  expect(tracedBumps(gaussianRbf, { intervals: 6 }).exponentials).toBe(3);
  expect(tracedBumps(gaussianRbf, { intervals: 7 }).exponentials).toBe(6);
});

test('centers outside the domain let it bend at the ends: exp with 12 coefficients below 1e-4', () => {
  const fit = bestFit(gaussianRbf, { intervals: 7 }, Math.exp);
  expect(fit.size).toBe(12);
  expect(fit.rms).toBeLessThan(1e-4);
});

test('constants are not in the span, and more intervals do not help at one width: the error settles, so no order is claimed', () => {
  const [coarse, fine] = [16, 64].map((intervals) => bestFit(gaussianRbf, { intervals }, () => 1).rms) as [number, number];
  expect(fine).toBeGreaterThan(1e-5);
  expect(fine).toBeGreaterThan(coarse / 2);
  expect(gaussianRbf.capabilities).toMatchObject({ spansConstants: false });
  expect(gaussianRbf.capabilities.order).toBeUndefined();
  expect(bestFit(gaussianRbf, { intervals: 16, width: 2 }, () => 1).rms).toBeLessThan(1e-7);
});

test('a finer grid loses the bumps of a coarser one, so no extension is exact', () => {
  const wide = bestFit(gaussianRbf, { intervals: 12 }, (x) => Math.exp(-((3 * x) ** 2)));
  expect(wide.max).toBeGreaterThan(1e-6);
  const { exactWhen } = gaussianRbf.capabilities.refine!;
  expect([exactWhen(6, 12), exactWhen(6, 6)]).toEqual([false, true]);
});

test('options have defaults and ranges', () => {
  expect(gaussianRbf.options.parse({})).toEqual({ intervals: 6, width: 1 });
  for (const bad of [{ intervals: 0 }, { width: 0.2 }, { width: 5 }, { centers: 3 }]) expect(gaussianRbf.options.safeParse(bad).success).toBe(false);
});
