import { expect, test } from '@jest/globals';
import { aroundPoints } from './around-points.js';
import { nearestPlace, referenceGrid } from './reference-grid.js';

const rowsOf = (points: readonly (readonly number[])[]) => ({ inputs: { count: points.length, width: points[0]?.length ?? 2, values: Float64Array.from(points.flat()) } });
const points = [10, 2, -1].flatMap((x) => [0, 0.5].map((y) => [x, y] as const));

test('rows that form a grid are found by their places, in whatever order they are', () => {
  const grid = referenceGrid(rowsOf(points))!;
  expect(grid.places.map((all) => [...all])).toEqual([[-1, 2, 10], [0, 0.5]]);
  expect([grid.rowAt([0, 0]), grid.rowAt([0, 1]), grid.rowAt([2, 1]), grid.rowAt([1, 0])]).toEqual([4, 5, 1, 2]);
});

test('a grid may have holes; points that are spread, or given twice, or none, are no grid', () => {
  const holed = referenceGrid(rowsOf(points.slice(1)))!;
  expect([holed.rowAt([2, 0]), holed.rowAt([2, 1])]).toEqual([-1, 0]);
  expect(referenceGrid(rowsOf([[0, 0], [1, 2], [2, 1]]))).toBeNull();
  expect(referenceGrid(rowsOf([...points.slice(1), points[1]!]))).toBeNull();
  expect(referenceGrid(rowsOf([]))).toBeNull();
  expect([nearestPlace([0, 1, 3], 1.9), nearestPlace([0, 1, 3], 2.1), nearestPlace([0, 1, 3], -7)]).toEqual([1, 2, 0]);
});

test('places around points are told from those apart, by distances in widths of the coordinates', () => {
  // A corner of a square whose second coordinate is a thousand times as wide.
  const side = Array.from({ length: 21 }, (_, k) => k / 20);
  const corner = side.flatMap((x) => side.flatMap((y) => (x > 0.5 && y < 0.5 ? [] : [[x, 1000 * y] as const])));
  const isInside = aroundPoints(rowsOf(corner).inputs, [1, 1000], 1.1);
  for (const place of [[0.51, 520], [0.47, 12], [0.025, 25], [1, 1000], [0.98, 510]]) expect([place, isInside(place)]).toEqual([place, true]);
  for (const place of [[0.56, 440], [0.9, 440], [1, 0], [0.56, 10]]) expect([place, isInside(place)]).toEqual([place, false]);
  expect(aroundPoints({ count: 1, width: 1, values: Float64Array.of(3) }, [1], 1)([7])).toBe(true);
});
