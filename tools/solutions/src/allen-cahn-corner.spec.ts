import { expect, test } from '@jest/globals';
import { cornerPoints } from './allen-cahn-corner.js';

const points = cornerPoints(600);

test('points lie at both ends of x, early, and most of them near the corner', () => {
  expect(points).toHaveLength(600);
  for (const [t, x] of points) {
    expect(t).toBeGreaterThanOrEqual(0);
    expect(t).toBeLessThan(0.25);
    expect(Math.abs(x!)).toBeGreaterThanOrEqual(0.98);
    expect(Math.abs(x!)).toBeLessThanOrEqual(1);
  }
  for (const side of [-1, 1]) expect(points.filter(([, x]) => x! * side > 0)).toHaveLength(300);
  const near = points.filter(([t, x]) => t! < 0.04 && Math.abs(x!) > 0.997);
  expect(near.length).toBeGreaterThan(40);
});
