import { expect, test } from '@jest/globals';
import { evaluate, formula } from '@knotwork/algebra';
import { parseExpression } from '@knotwork/expressions';
import { exactNumbersNear, isTelling, LEVELS, nameOf } from './exact-numbers.js';

test('numbers have their simplest name', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0'], [1, '1'], [-1, '1'], [7, '7'], [0.5, '0.5'], [-2.5, '2.5'], [Math.PI, 'pi'], [2 * Math.PI, '2 * pi'], [Math.PI / 2, 'pi / 2'], [2 / 3, '2 / 3'], [0.2, '0.2'], [137, '137'], [Math.sqrt(2), 'sqrt(2)'],
    [Math.E, 'e'], [1 / Math.sqrt(2 * Math.PI), '1 / sqrt(2 * pi)'], [Math.sqrt(3) / 2, 'sqrt(3) / 2'],
  ];
  for (const [value, text] of cases) expect([value, nameOf(value)?.text]).toEqual([value, text]);
  for (const value of [3.14159, 0.123, 22 / 7 + 1e-9, 1e6 + 0.5]) expect(nameOf(value)).toBeNull();
});

test('every name means its number', () => {
  for (let level = 0; level < LEVELS; level++) {
    for (let value = -6; value < 6; value += 0.13) {
      for (const exact of exactNumbersNear(value, 0.2, level)) {
        const meant = evaluate(formula([], { y: parseExpression(exact.text).expr }), {})['y']!;
        expect(Math.abs(meant - Math.abs(exact.value))).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(meant));
        expect(Math.abs(exact.value - value)).toBeLessThanOrEqual(0.2);
      }
    }
  }
});

test('the farther fetched, the nearer it must be known', () => {
  expect(isTelling(0, 10)).toBe(true);
  expect(isTelling(2, 0.2)).toBe(true);
  expect(isTelling(2, 0.4)).toBe(false);
  for (let level = 3; level < LEVELS; level++) expect(isTelling(level, 0.02) && !isTelling(level - 1, 0.02)).toBe(false);
});
