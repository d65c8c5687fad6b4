import { expect, test } from '@jest/globals';
import { digits, table } from './table.js';

test('columns are as wide as their widest cell, and missing cells are empty', () => {
  expect(table(['seed', 'x'], [['1', '0.25'], ['20'], ['3', '1']])).toEqual(['seed     x', '   1  0.25', '  20', '   3     1']);
  expect(table(['a'], [])).toEqual(['a']);
});

test('numbers have three digits, and an infinite error has failed', () => {
  expect([0, 0.012345, 123.45, 9999.4, 12345, 0.0012345, 8.675e-6, -0.5, Infinity].map(digits)).toEqual(
    ['0', '0.0123', '123', '10000', '1.23e+4', '1.23e-3', '8.68e-6', '-0.5', 'failed'],
  );
});
