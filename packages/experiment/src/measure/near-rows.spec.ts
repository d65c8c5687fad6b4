import { expect, test } from '@jest/globals';
import { NearRows } from './near-rows.js';

const rows = (...points: readonly (readonly number[])[]) => new NearRows({ count: points.length, width: points[0]!.length, values: Float64Array.from(points.flat()) });

test('four rows are near by ranks, whatever the unit, and all that are as near as the fourth', () => {
  const line = rows(...[1, 10, 100, 1e3, 1e4, 1e5, 1e6].map((x) => [x, 7]));
  expect([line.of(0), line.of(3), line.of(6)]).toEqual([[1, 2, 3, 4], [1, 2, 4, 5], [2, 3, 4, 5]]);
  expect(rows([0], [0], [0], [0], [0], [0], [1]).of(0)).toEqual([1, 2, 3, 4, 5]);
  expect(rows([3], [1]).of(0)).toEqual([1]);
});

test('a row is amid its neighbours if in every input some lie on both sides, or beside it', () => {
  const points = [[0, 0], [1, 5], [2, 1], [3, 4], [4, 2], [5, 3]];
  const near = rows(...points);
  expect(points.map((_, n) => near.isAmid(n, near.of(n)))).toEqual([false, false, true, true, true, false]);
  const replicates = rows([0], [0], [1], [2]);
  expect([0, 1, 2, 3].map((n) => replicates.isAmid(n, replicates.of(n)))).toEqual([true, true, true, false]);
});
