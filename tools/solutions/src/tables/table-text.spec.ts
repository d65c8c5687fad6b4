import { expect, test } from '@jest/globals';
import { evenly } from './evenly.js';
import { spaceTimeTable } from './space-time-table.js';
import { tableText } from './table-text.js';

test('numbers have twelve decimals at most, and rounding errors of zero are zero', () => {
  expect(tableText({ columns: ['x', 'u'], rows: [[1, -1 / 3], [-0, -4e-17], [0.5, 1e-7], [-1, 12.25]] })).toBe('x,u\n1,-0.333333333333\n0,0\n0.5,1e-7\n-1,12.25\n');
});

test('even numbers hold both ends exactly, and decimals as they are written', () => {
  expect(evenly(-1, 1, 5)).toEqual([-1, -0.5, 0, 0.5, 1]);
  expect(evenly(0, 1, 26)[3]).toBe(0.12);
});

test('a table of t and x goes time by time', () => {
  const { columns, rows } = spaceTimeTable((times) => times.map((t) => (x) => 10 * t + x));
  expect(columns).toEqual(['t', 'x', 'u']);
  expect(rows).toHaveLength(26 * 129);
  expect(rows[0]).toEqual([0, -1, -1]);
  expect(rows[1]).toEqual([0, -1 + 1 / 64, -1 + 1 / 64]);
  expect(rows.at(-1)).toEqual([1, 1, 11]);
});
