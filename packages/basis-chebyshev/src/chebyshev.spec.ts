import { expect, test } from '@jest/globals';
import { basisTable, bestFit } from '@knotwork/conformance';
import { chebyshev } from './chebyshev.js';

/** Rounding of a recursion over this many degrees, and of the cosine it is compared with: some units per degree. */
const DEGREE = 60;
const ROUNDING = 20 * DEGREE * Number.EPSILON;
/** Derivatives grow like degree^2 per order; relative. */
const SLOPE_ROUNDING = 1e-11;
/** A fit adds up thousands of points. */
const FIT_ROUNDING = 1e-12;
const angles = Array.from({ length: 61 }, (_, k) => (Math.PI * k) / 60);

test('T_n(cos t) is cos(n t)', () => {
  const { size, values } = basisTable(chebyshev, { degree: DEGREE }, angles.map(Math.cos));
  expect(size).toBe(DEGREE + 1);
  angles.forEach((t, k) => {
    for (let n = 0; n <= DEGREE; n++) expect(Math.abs(values[k * size + n]! - Math.cos(n * t))).toBeLessThan(ROUNDING);
  });
});

test('all derivatives exist at the ends of the domain: the first is n^2 there, as often negative as the ends ask', () => {
  const { size, values } = basisTable(chebyshev, { degree: 30 }, [-1, 1], { order: 1 });
  for (let n = 0; n < size; n++) {
    expect(Math.abs(values[size + n]! - n ** 2)).toBeLessThanOrEqual(SLOPE_ROUNDING * n ** 2);
    expect(Math.abs(values[n]! - (-1) ** (n + 1) * n ** 2)).toBeLessThanOrEqual(SLOPE_ROUNDING * n ** 2);
  }
  const third = basisTable(chebyshev, { degree: 30 }, [1], { order: 3 }).values;
  third.forEach((v, n) => {
    const expected = (n ** 2 * (n ** 2 - 1) * (n ** 2 - 4)) / 15;
    expect(Math.abs(v - expected)).toBeLessThanOrEqual(SLOPE_ROUNDING * Math.max(expected, 1));
  });
});

test('position is measured in the domain', () => {
  const here = basisTable(chebyshev, { degree: 5 }, [-1, -0.5, 0.25, 1]).values;
  const there = basisTable(chebyshev, { degree: 5 }, [2, 3, 4.5, 6], { domain: [2, 6] }).values;
  here.forEach((v, k) => expect(there[k]!).toBeCloseTo(v, 13));
});

test('a higher degree adds functions and changes none, so that padding with zeros keeps every edge', () => {
  const points = [-1, -0.3, 0.2, 0.9];
  const [low, high] = [4, 9].map((degree) => basisTable(chebyshev, { degree }, points)) as [ReturnType<typeof basisTable>, ReturnType<typeof basisTable>];
  points.forEach((_, k) => {
    for (let n = 0; n < low.size; n++) expect(high.values[k * high.size + n]).toBe(low.values[k * low.size + n]);
  });
  const { exactWhen } = chebyshev.capabilities.refine!;
  expect([exactWhen(4, 9), exactWhen(4, 4), exactWhen(9, 4)]).toEqual([true, true, false]);
});

test('constants are in the span, and smooth functions nearly', () => {
  expect(bestFit(chebyshev, { degree: 1 }, () => 3).max).toBeLessThan(FIT_ROUNDING);
  expect(bestFit(chebyshev, {}, Math.exp)).toMatchObject({ size: 11 });
  expect(bestFit(chebyshev, {}, Math.exp).max).toBeLessThan(1e-10);
});

test('options have defaults and ranges', () => {
  expect(chebyshev.options.parse({})).toEqual({ degree: 10 });
  for (const bad of [{ degree: 0 }, { degree: 2.5 }, { degree: 201 }, { modes: 3 }]) expect(chebyshev.options.safeParse(bad).success).toBe(false);
});
