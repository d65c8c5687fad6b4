import { expect, test } from '@jest/globals';
import { boundaryPoints, isInClosure, isInside } from './domain.js';
import { interiorPoints } from './interior-points.js';

test('three quarters of the square are inside, sides and corners only in the closure', () => {
  for (const [x, y] of [[-0.5, -0.5], [-0.5, 0.5], [0.5, 0.5], [0, 0.1], [-0.1, 0]] as const) expect([isInside({ x, y }), isInClosure({ x, y })]).toEqual([true, true]);
  for (const [x, y] of [[0, 0], [0.5, 0], [0, -0.5], [1, 1], [-1, -1], [-1, 0.3]] as const) expect([isInside({ x, y }), isInClosure({ x, y })]).toEqual([false, true]);
  for (const [x, y] of [[0.5, -0.5], [0.1, -0.1], [1.1, 0.5], [-0.5, 1.1]] as const) expect([isInside({ x, y }), isInClosure({ x, y })]).toEqual([false, false]);
});

test('points of the boundary are at equal distances all around', () => {
  const points = boundaryPoints(4);
  expect(points).toHaveLength(32);
  points.forEach((from, k) => {
    const to = points[(k + 1) % points.length]!;
    expect(Math.abs(to.x - from.x) + Math.abs(to.y - from.y)).toBe(0.25);
    expect([isInside(from), isInClosure(from)]).toEqual([false, true]);
  });
  for (const [x, y] of [[0, 0], [1, 0], [1, 1], [-1, 1], [-1, -1], [0, -1]] as const) expect(points).toContainEqual({ x, y });
});

test('points inside are spread evenly: as many in every twelfth', () => {
  const points = interiorPoints(1200);
  expect(points.every(isInside)).toBe(true);
  const counts = new Map<string, number>();
  for (const { x, y } of points) {
    const cell = `${Math.floor(2 * x)} ${Math.floor(2 * y)}`;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  expect(counts.size).toBe(12);
  for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThanOrEqual(3);
  expect(interiorPoints(5)).toEqual(points.slice(0, 5));
});
