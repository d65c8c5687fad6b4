import { expect, test } from '@jest/globals';
import { constantError } from './constant-error.js';

test('the constant is the mean of the training rows, and the error is on the test rows', () => {
  const rows = (...targets: number[]): { header: string[]; rows: string[][] } => ({ header: ['x', 'y', 'z'], rows: targets.map((y) => ['9', String(y), '7']) });
  // Mean 2; deviations 1 and 7: sqrt((1 + 49) / 2).
  expect(constantError({ train: rows(1, 3), test: rows(3, 9) }, 'y')).toBeCloseTo(5, 14);
});
