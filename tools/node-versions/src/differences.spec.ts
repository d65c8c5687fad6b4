import { expect, test } from '@jest/globals';
import { differences } from './differences.js';

test('numbers may differ in their last digits, and in nothing before', () => {
  expect(differences({ test: { rmse: 7.193170329281573e-6 } }, { test: { rmse: 7.19317033e-6 } })).toEqual([]);
  expect(differences({ test: { rmse: 7.1931703e-6 } }, { test: { rmse: 7.194e-6 } })).toEqual(['test.rmse is 0.000007194, not 0.0000071931703']);
  expect(differences({ a: 0 }, { a: -0 })).toEqual([]);
});

test('what only one has, and what is no number, differs', () => {
  expect(differences({ a: 1, b: [1, null] }, { a: 1, c: 2, b: [1, 'x'] })).toEqual(['b.1 is "x", not null', 'c is 2, not undefined']);
  expect(differences({ a: { b: 1 } }, {})).toEqual(['a is undefined, not {"b":1}']);
  expect(differences({ a: 1 }, { a: null })).toEqual(['a is null, not 1']);
});
