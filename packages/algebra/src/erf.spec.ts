import { expect, test } from '@jest/globals';
import { derivative } from './differentiate.js';
import { erf } from './erf.js';
import { evaluate } from './evaluate.js';
import { trace } from './formula.js';
import { erfError } from './fixtures/exact-erf.js';

/** Half a unit is the last rounding; most of the rest is the polynomial's just below 1. */
const UNITS = 1.3;

test(`erf is right to ${UNITS} units in the last place`, () => {
  let worst = 0;
  const look = (x: number): void => { for (const at of [x, -x]) worst = Math.max(worst, erfError(at, erf(at))); };
  // Steps by a golden ratio, so that no digits repeat; closest around 1, where one formula follows the other.
  for (let k = 1; k <= 4000; k++) {
    const share = (k * 0.6180339887498949) % 1;
    look(6 * share);
    look(0.9 + 0.2 * share);
    look(2 ** (-60 * share));
  }
  expect(worst).toBeGreaterThan(0.5);
  expect(worst).toBeLessThan(UNITS);
});

test('erf is what the tables say', () => {
  // Abramowitz and Stegun, Handbook of Mathematical Functions (1964), table 7.1
  const table = [[0.1, 0.1124629160], [0.5, 0.5204998778], [0.9, 0.7969082124], [1, 0.8427007929], [1.1, 0.8802050696], [1.5, 0.9661051465], [2, 0.9953222650]] as const;
  for (const [x, value] of table) expect(Math.abs(erf(x) - value)).toBeLessThanOrEqual(0.5e-10);
});

test('at the ends of the number line erf is 1, -1, 0 or NaN, and sees the smallest numbers', () => {
  expect([6, 1e300, Infinity].map(erf)).toEqual([1, 1, 1]);
  expect([-6, -1e300, -Infinity].map(erf)).toEqual([-1, -1, -1]);
  expect([0, -0, NaN].map(erf)).toEqual([0, -0, NaN]);
  expect([5e-324, -5e-324, 1e-300].map(erf)).toEqual([5e-324, -5e-324, 1.1283791670955126e-300]);
});

test('its derivative is the bell curve 2 / sqrt(pi) exp(-x^2)', () => {
  const f = trace(['x'], (x) => ({ y: derivative(x!.erf(), 'x') }));
  for (const [x, value] of [[0, 1.1283791670955126], [0.5, 0.8787825789354448], [-1, 0.41510749742059466], [3, 0.00013925305194674786]] as const) {
    expect(evaluate(f, { x })['y']).toBeCloseTo(value, 15);
  }
});
