import { expect, test } from '@jest/globals';
import { frontPoints } from './front-points.js';

const points = frontPoints(4000);

test('points lie on one side of the front, from the beginning on, by powers of ten', () => {
  expect(points).toHaveLength(4000);
  for (const [t, x] of points) {
    expect(t).toBeGreaterThan(0);
    expect(t).toBeLessThan(1);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(0.5);
  }
  const within = (least: number, most: number): number => points.filter(([, x]) => x! >= least && x! < most).length;
  // Spread evenly there were two.
  expect(within(0, 4e-4)).toBeGreaterThan(800);
  // By powers: as many within each factor of ten.
  for (const power of [1e-3, 1e-2]) expect(within(power, 10 * power) / within(10 * power, 0.5)).toBeCloseTo(Math.log(10) / Math.log(0.5 / (10 * power)), 1);
  const early = points.filter(([t]) => t! < 0.5);
  expect(early).toHaveLength(2000);
});
