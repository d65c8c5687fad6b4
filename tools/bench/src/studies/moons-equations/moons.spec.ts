import { expect, test } from '@jest/globals';
import { moons } from './moons.js';

test('without noise the upper moon is half a circle around 0, the lower one half a circle around (1, 1/2), as many rows each', () => {
  const { rows } = moons(1, 'train', 200, 0);
  for (const [x1, x2, moon] of rows) {
    const [x, y] = [Number(x1), Number(x2)];
    if (moon === 'upper') expect([Math.hypot(x, y), y >= 0]).toEqual([expect.closeTo(1, 12), true]);
    else expect([Math.hypot(x - 1, y - 0.5), y <= 0.5]).toEqual([expect.closeTo(1, 12), true]);
  }
  expect(rows.filter(([, , moon]) => moon === 'upper')).toHaveLength(100);
});

test('rows are drawn anew for every seed and name, and noise moves them', () => {
  expect(moons(1, 'train', 5, 0.1)).toEqual(moons(1, 'train', 5, 0.1));
  const [a, b, c] = [moons(1, 'train', 5, 0), moons(2, 'train', 5, 0), moons(1, 'test', 5, 0)].map(({ rows }) => rows[0]![0]);
  expect(new Set([a, b, c]).size).toBe(3);
  const far = moons(1, 'train', 2000, 0.1).rows.filter(([x1, x2, moon]) => moon === 'upper' && Math.abs(Math.hypot(Number(x1), Number(x2)) - 1) > 0.1).length;
  // A third of normal numbers is more than a standard deviation from 0.
  expect(far / 1000).toBeGreaterThan(0.25);
  expect(far / 1000).toBeLessThan(0.4);
});
