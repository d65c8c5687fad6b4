import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { foldsOfGroups } from './split-by-groups.js';
import { foldsOfRows } from './split-folds.js';

const sizes = (foldOf: Uint32Array, folds: number): number[] => Array.from({ length: folds }, (_, k) => foldOf.filter((fold) => fold === k).length);
const order = (rows: number): Uint32Array => randomStream(1, 'split').permutation(rows);

test('folds of rows differ by one row at most, and by one of every class', () => {
  expect(sizes(foldsOfRows(order(23), 5), 5)).toEqual([5, 5, 5, 4, 4]);
  const classOf = Uint32Array.from({ length: 23 }, (_, row) => (row < 13 ? 0 : row < 16 ? 1 : 2));
  const foldOf = foldsOfRows(order(23), 5, classOf);
  expect(sizes(foldOf, 5)).toEqual([5, 5, 5, 4, 4]);
  for (const k of [0, 1, 2]) {
    const counts = sizes(foldOf.filter((_, row) => classOf[row] === k), 5);
    expect(Math.max(...counts) - Math.min(...counts)).toBe(1);
  }
});

test('rows are dealt in the order that was drawn', () => {
  expect([...foldsOfRows(Uint32Array.of(3, 1, 0, 2), 2)]).toEqual([0, 1, 1, 0]);
  expect([...foldsOfRows(Uint32Array.of(3, 1, 0, 2), 2, Uint32Array.of(1, 1, 0, 0))]).toEqual([1, 0, 1, 0]);
});

test('groups stay together, the largest dealt first to the smallest fold', () => {
  const groups = [[0], [1, 2], [3, 4, 5, 6], [7, 8], [9]];
  const foldOf = foldsOfGroups(groups, 3, 10);
  for (const group of groups) expect(new Set(group.map((row) => foldOf[row])).size).toBe(1);
  expect(sizes(foldOf, 3)).toEqual([4, 3, 3]);
});
