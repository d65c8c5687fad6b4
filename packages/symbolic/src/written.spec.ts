import { expect, test } from '@jest/globals';
import { written, writtenPolynomial } from './written.js';

const fitted = (a: number, b: number, c: number, d: number) => ({ a, b, c, d, error: 0 });

test.each([
  ['exp(x)', [1, 0, 1, 0], 'exp(x)'],
  ['exp(x)', [-2, 0, 3.123456789, -1], '3.12346 * exp(-2 * x) - 1'],
  ['sin(x)', [3, 1, 2, 0], '2 * sin(3 * x + 1)'],
  ['x', [1, 0, -2, 3], '-2 * x + 3'],
  ['x^2', [1, -1, 2, 5], '2 * (x - 1)^2 + 5'],
  ['x^2', [1, 0, -1, 0], '-x^2'],
  ['1 / x', [1, -2, 4, 0], '4 * (1 / (x - 2))'],
  ['exp(-x^2)', [2, -1, 1, 0], 'exp(-(2 * x - 1)^2)'],
  ['log(1 + exp(x))', [4, 0, 1, 0], 'log(1 + exp(4 * x))'],
  ['max(0, x)', [1, -0.5, 3, 0], '3 * max(0, (x - 0.5))'],
  ['exp(x) + exp(-x)', [2, 0, 3, 1], '3 * (exp(2 * x) + exp(-(2 * x))) + 1'],
  ['x^1.5', [1, 1, 2, 0], '2 * (x + 1)^1.5'],
  ['sqrt(x)', [-1, 2, 0.001, 1e7], '0.001 * sqrt(-x + 2) + 10000000'],
] as const)('%s with %j is %s', (expression, [a, b, c, d], text) => {
  expect(written('any', { expression }, fitted(a, b, c, d))).toBe(text);
});

test('a function without an expression goes by its name', () => {
  expect(written('my-wave', {}, fitted(2, -1, 1, 0.5))).toBe('my-wave(2 * x - 1) + 0.5');
});

test('a polynomial has its highest power first, and no terms that are zero', () => {
  expect(writtenPolynomial([-4, 10, 0, 1])).toBe('x^3 + 10 * x - 4');
  expect(writtenPolynomial([0, 0])).toBe('0');
});
