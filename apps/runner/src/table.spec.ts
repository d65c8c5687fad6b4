import { expect, test } from '@jest/globals';
import { digits } from './table.js';

test('numbers have three digits, and as many as it takes to tell a share from 1', () => {
  expect([0, 0.5, 12.345, 1234.5, 1e-3, -2e7, null, undefined, NaN, Infinity].map(digits)).toEqual(['0', '0.5', '12.3', '1230', '1.00e-3', '-2.00e+7', '-', '-', 'NaN', 'Infinity']);
  expect([0.999, 0.9994, 0.9996, 0.99951, 0.999987, 0.9999984, 1 - 1e-9, 1, 1.0003, -0.9999].map(digits)).toEqual(['0.999', '0.999', '0.9996', '0.9995', '0.99999', '0.999998', '1', '1', '1', '-1']);
});
