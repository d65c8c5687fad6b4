import { expect, test } from '@jest/globals';
import { quantiles } from '@knotwork/numerics';
import { heavyTable, INPUTS, TARGETS } from './heavy-table.js';

const rowsOf = (text: string): number[][] => text.split('\n').slice(1).map((line) => line.split(',').map(Number));

test('tables repeat by seed, and the test half has exact targets', () => {
  const target = 'a + b / 2';
  expect(heavyTable('normal', target, 1)).toBe(heavyTable('normal', target, 1));
  expect(heavyTable('normal', target, 2)).not.toBe(heavyTable('normal', target, 1));
  const rows = rowsOf(heavyTable('lognormal', target, 1));
  expect(rows.map((row) => row[3])).toEqual([...new Array<number>(500).fill(0), ...new Array<number>(500).fill(1)]);
  for (const [a, b, y, part] of rows) expect(y === TARGETS[target]!(a!, b!)).toBe(part === 1);
});

test('a t distribution has its quartiles', () => {
  const all = [1, 2, 3, 4, 5].flatMap((seed) => rowsOf(heavyTable('t of 1.5', 'a + b / 2', seed)).flatMap(([a, b]) => [a!, b!]));
  // Quartiles of t with 1.5 degrees of freedom: 0.8726 by scipy.stats.t.ppf(0.75, 1.5); ten thousand draws are within 0.04 of them.
  const [low, high] = quantiles(Float64Array.from(all), Float64Array.of(0.25, 0.75));
  expect(Math.abs(high! - 0.8726)).toBeLessThan(0.04);
  expect(Math.abs(low! + 0.8726)).toBeLessThan(0.04);
  expect(Object.keys(INPUTS)).toHaveLength(3);
});
