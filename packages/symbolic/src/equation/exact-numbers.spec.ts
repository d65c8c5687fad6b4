import { expect, test } from '@jest/globals';
import { evaluate, formula } from '@knotwork/algebra';
import { parseExpression } from '@knotwork/expressions';
import { evenOdds, exactNumbersNear, LEVELS, nameOf } from './exact-numbers.js';

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

test('how far from an exact number a constant may lie: until the odds of it, with those before rows, are even', () => {
  // 2 is one of the whole numbers, 1 to the unit and a fifth as likely as any other number: 0.2 exp(-z^2 / 2) / (0.01 sqrt(2 pi)) = 1.
  expect(evenOdds(2, 0.01)).toBeCloseTo(4.1536, 4);
  // 10 times as well known: 2 log(10) more.
  expect(evenOdds(2, 0.001) - evenOdds(2, 0.01)).toBeCloseTo(4.6052, 4);
  // The more numbers there are and the farther fetched they are, the less.
  for (let level = 2; level < LEVELS; level++) expect(evenOdds(level - 1, 1e-4) - evenOdds(level, 1e-4)).toBeGreaterThan(1);
  // Known too little: near to any number is one.
  expect([evenOdds(1, 0.5), evenOdds(1, 10), evenOdds(2, 0.3), evenOdds(5, 0.001)]).toEqual([0, 0, 0, 0]);
});
