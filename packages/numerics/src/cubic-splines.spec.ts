import { describe, expect, test } from '@jest/globals';
import { cubicSplines, splineCount, splineFeatures } from './cubic-splines.js';
import { leastSquares } from './least-squares.js';

const column = Float64Array.from({ length: 101 }, (_, n) => (n / 100) ** 2);

describe('cubic splines of a column', () => {
  test('knots are quantiles, each once', () => {
    expect([...cubicSplines(column, 4).breaks]).toEqual([0, 0.0625, 0.25, 0.5625, 1]);
    expect([...cubicSplines(Float64Array.of(0, 0, 0, 0, 0, 1, 2, 3), 4).breaks]).toEqual([0, 1.25, 3]);
  });

  test('a column of two values is its own only feature', () => {
    const splines = cubicSplines(Float64Array.of(0, 1, 1, 0, 1), 4);
    expect([splineCount(splines), [...splineFeatures(splines, 1)], [...splineFeatures(splines, 5)]]).toEqual([1, [1], [5]]);
  });

  test('with a constant they give every cubic exactly, and the curve is smooth at knots', () => {
    const splines = cubicSplines(column, 4);
    const cubic = (x: number): number => 1 - 2 * x + 5 * x ** 2 - 4 * x ** 3;
    const columns = splineCount(splines) + 1;
    const row = (x: number): number[] => [1, ...splineFeatures(splines, x)];
    const { coefficients } = leastSquares(Float64Array.from([...column].flatMap(row)), column.map(cubic), { rows: column.length, columns, count: 1 });
    for (const x of [0, 0.01, 0.0625, 0.3, 0.9, 1]) expect(row(x).reduce((sum, v, k) => sum + v * coefficients[k]!, 0)).toBeCloseTo(cubic(x), 10);
    const second = (k: number, x: number): number => (splineFeatures(splines, x + 1e-4)[k]! - 2 * splineFeatures(splines, x)[k]! + splineFeatures(splines, x - 1e-4)[k]!) / 1e-8;
    for (let k = 0; k < columns - 1; k++) expect(Math.abs(second(k, 0.25 + 2e-4) - second(k, 0.25 - 2e-4))).toBeLessThan(0.02 * 500);
  });

  test('features are at least 0, add up to at most 1, and stand still beyond the ends', () => {
    const splines = cubicSplines(column, 4);
    for (let x = 0; x <= 1; x += 0.01) {
      const features = splineFeatures(splines, x);
      expect(features).toHaveLength(splineCount(splines));
      expect(Math.min(...features)).toBeGreaterThanOrEqual(0);
      expect(features.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1 + 1e-12);
    }
    expect([...splineFeatures(splines, 9)]).toEqual([...splineFeatures(splines, 1)]);
    expect([...splineFeatures(splines, -9)]).toEqual([...splineFeatures(splines, 0)]);
    expect(splineFeatures(splines, 1).at(-1)).toBe(1);
  });
});
