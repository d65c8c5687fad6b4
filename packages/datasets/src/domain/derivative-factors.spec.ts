import { expect, test } from '@jest/globals';
import { factorsOf } from './derivative-factors.js';

test('names stand side by side or with an underscore between them', () => {
  for (const text of ['tx', 't_x']) expect(factorsOf(text, ['t', 'x'])).toEqual([[0, 1]]);
  for (const text of ['', '_x', 'x_', 'x__x', 'xy']) expect([text, factorsOf(text, ['t', 'x'])]).toEqual([text, []]);
});

test('of several ways to read a text two are there, and those that differ by order are one', () => {
  expect(factorsOf('xxx', ['x', 'xx'])).toEqual([[0, 0, 0], [1, 0]]);
  expect(factorsOf('ababa', ['ab', 'aba', 'ba'])).toEqual([[0, 1], [1, 2]]);
  expect(factorsOf('aba', ['a', 'b'])).toEqual([[0, 1, 0]]);
});

// Looked at one by one, ways would be 10^4000.
test('long texts with very many ways come to an end', () => {
  expect(factorsOf('x'.repeat(20), ['x', 'xx'])).toHaveLength(2);
  expect(factorsOf('x'.repeat(20_000), ['x', 'xx', 'xxx'])).toEqual([]);
});
