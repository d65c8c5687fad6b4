import { expect, test } from '@jest/globals';
import { budgetHere } from './budget-here.js';
import { bytesOf, largest, mostCells, MOST_BYTES, mostUnknowns } from './budget.js';

test('what fits, fits, and one more does not', () => {
  const budget = { bytes: 1e9, of: 'a test' };
  const [cells, unknowns] = [mostCells(budget), mostUnknowns(budget)];
  expect(bytesOf({ cells })).toBeLessThanOrEqual(budget.bytes);
  expect(bytesOf({ cells: cells + 1 })).toBeGreaterThan(budget.bytes);
  expect(bytesOf({ unknowns })).toBeLessThanOrEqual(budget.bytes);
  expect(bytesOf({ unknowns: unknowns + 1 })).toBeGreaterThan(budget.bytes);
});

test('demands add up, and nothing is nothing', () => {
  expect(bytesOf({})).toBe(0);
  expect(bytesOf({ cells: 3, parameters: 5, edges: 7, unknowns: 11 })).toBe(bytesOf({ cells: 3 }) + bytesOf({ parameters: 5 }) + bytesOf({ edges: 7 }) + bytesOf({ unknowns: 11 }));
});

test('a process has what is free, and not more than any run may take', () => {
  expect(budgetHere({ free: () => Infinity })).toEqual({ bytes: MOST_BYTES, of: 'what a run may take' });
  expect(budgetHere({ free: () => 1e6 })).toEqual({ bytes: 1e6, of: 'the memory that is free' });
});

test('the largest number that fits is found, at both ends too', () => {
  for (const limit of [1, 2, 3, 17, 99, 100]) expect(largest(1, 100, (n) => n <= limit)).toBe(limit);
  expect(largest(1, 2 ** 53 - 1, (n) => n <= 1e15 + 1)).toBe(1e15 + 1);
  expect(largest(5, 100, () => false)).toBeNull();
  expect(largest(5, 100, () => true)).toBe(100);
});
