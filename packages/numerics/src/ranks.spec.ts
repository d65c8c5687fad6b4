import { expect, test } from '@jest/globals';
import { randomStream } from './random-stream.js';
import { doubleRanks, nearestByRanks } from './ranks.js';

test('equal values share the mean of their ranks, of any unit', () => {
  expect([...doubleRanks([5, -1, 5, 9, 1e-30, 5])]).toEqual([6, 0, 6, 10, 2, 6]);
  expect([...doubleRanks([])]).toEqual([]);
});

// Whole numbers of few values, so that many rows are as near as the last one, a column that tells nothing apart, and one that only tells two groups apart.
const stream = randomStream(5, 'rows');
const column = (draw: () => number): Float64Array => doubleRanks(Array.from({ length: 60 }, draw));
const [fine, coarse, halves, constant] = [() => stream.uniform(0, 1), () => Math.floor(stream.uniform(0, 5)), () => Math.floor(stream.uniform(0, 2)), () => 3].map(column) as [Float64Array, Float64Array, Float64Array, Float64Array];

test.each([
  ['one column', [fine]],
  ['one column of five values', [coarse]],
  ['two', [coarse, fine]],
  ['the same, the other one first', [fine, coarse]],
  ['four', [constant, halves, coarse, fine]],
  ['columns of few values', [halves, coarse]],
  ['a column of one value', [constant]],
])('the nearest rows by ranks are those of all distances: %s', (_, ranks) => {
  const nearest = nearestByRanks(ranks);
  for (const count of [1, 4, 59, 70]) for (let row = 0; row < 60; row++) {
    const others = Array.from({ length: 60 }, (__, m) => m).filter((m) => m !== row);
    const distance = (m: number): number => ranks.reduce((sum, of) => sum + (of[m]! - of[row]!) ** 2, 0);
    const last = others.map(distance).sort((a, b) => a - b)[count - 1] ?? Infinity;
    expect(nearest(row, count)).toEqual(others.filter((m) => distance(m) <= last));
  }
});

test('no rows have no neighbours, and one has none either', () => {
  expect(() => nearestByRanks([])).not.toThrow();
  expect(nearestByRanks([doubleRanks([7])])(0, 4)).toEqual([]);
});
