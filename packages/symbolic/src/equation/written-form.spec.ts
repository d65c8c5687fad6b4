import { expect, test } from '@jest/globals';
import { free, held, ZERO } from './constant.js';
import { multiply, raise, type Sum } from './normal-form.js';
import { textWithDigits, writtenForm } from './written-form.js';

/** A sum of multiples of x, y and z, and a constant. */
const sum = (by: readonly number[], constant = 0): Sum => ({
  terms: by.flatMap((c, input) => (c === 0 ? [] : [{ coefficient: Math.abs(c) === 1 ? held(c) : free(c), factor: { kind: 'variable' as const, input } }])), constant: constant === 0 ? ZERO : free(constant),
});
const written = (form: Sum): string => writtenForm(form, ['x', 'y', 'z'], textWithDigits(4));

test('what is above 0 stands first', () => {
  expect(written(sum([-1, 2]))).toBe('2 * y - x');
  expect(written(sum([-1, 2], 3))).toBe('3 - x + 2 * y');
  expect(written(sum([-1, -2], -3))).toBe('-x - 2 * y - 3');
});

test('of a product below 0, the difference with the most minuses is turned round, and nothing else', () => {
  const over = raise(sum([0, 1, -0.5]), held(-1));
  expect(written(multiply(sum([-2, 0]), over))).toBe('2 * x / (0.5 * z - y)');
  expect(written(multiply(multiply(sum([1, -0.5, -0.25]), sum([-1])), over))).toBe('(0.5 * y - x + 0.25 * z) * x / (y - 0.5 * z)');
  // Squares have no sign, sums of what is above 0 none to give, and what stands in a sum has its sign between.
  expect(written(multiply(sum([-2]), raise(sum([0, 1, -0.5]), held(-2))))).toBe('-2 * x / (y - 0.5 * z) ^ 2');
  expect(written(multiply(sum([-2]), raise(sum([0, 1, 0.5]), held(-1))))).toBe('-2 * x / (y + 0.5 * z)');
  expect(written({ ...multiply(sum([-2]), over), constant: free(-3) })).toBe('-2 * x / (y - 0.5 * z) - 3');
});
