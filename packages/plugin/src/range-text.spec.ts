import { expect, test } from '@jest/globals';
import { rangeText } from './range-text.js';

test.each<[readonly [number, number], string]>([
  [[105060, 897740], '105060 to 897740'],
  [[1 / 3, 2 / 3], '0.33333 to 0.66667'],
  [[-2 / 3, -1 / 3], '-0.66667 to -0.33333'],
  [[0, 2], '0 to 2'],
  // What arithmetic adds is no digit.
  [[-0.30000000000000004, 2.0000000000000004], '-0.3 to 2'],
  [[0.1 + 0.2, 1.1 + 2.2], '0.3 to 3.3'],
  [[1000, 1000.001], '1000 to 1000.001'],
  [[1.23456789e-12, 9.87654321e-12], '1.2345e-12 to 9.8766e-12'],
  [[-1.23456789e30, 1.23456789e30], '-1.2346e+30 to 1.2346e+30'],
  [[-1e-9, 1], '-0.0001 to 1'],
  [[0, 1e-9], '0 to 1e-9'],
  [[5, 5], '5 to 5'],
  [[1e20, 1e20 + 65536], '100000000000000000000 to 100000000000000070000'],
])('the range %j is written as %s, rounded outward', (range, text) => {
  expect(rangeText(range)).toBe(text);
});
