import { expect, test } from '@jest/globals';
import { allenCahn } from './allen-cahn.js';
import { derivative, derivativeOf, stencil } from './fixtures/derivative.js';

// Coarser than the table, for speed; the table's own errors are those of solutions.int.spec.ts.
const COARSE = { highest: 383, step: 2e-3 };

test('the equation holds', () => {
  for (const t of [0.2, 0.6]) {
    const h = 0.01;
    const functions = allenCahn([0, ...stencil(t, h)], COARSE).slice(1);
    for (const x of [-0.9, 0, 0.13, 0.3, 0.45, 0.8]) {
      const u = functions[4]!;
      const residual = derivative(1, functions.map((f) => f(x)), h) - 1e-4 * derivativeOf(u, 2, x, 2e-3) - 5 * u(x) + 5 * u(x) ** 3;
      expect(Math.abs(residual)).toBeLessThan(1e-6);
    }
  }
});

test('it starts as x^2 cos(pi x), and goes on from there as the equation says', () => {
  const start = (x: number): number => x ** 2 * Math.cos(Math.PI * x);
  const h = 0.01;
  // All modes: so early they still count.
  const functions = allenCahn([0, h, 2 * h, 3 * h, 4 * h], { ...COARSE, highest: 1023 });
  for (const x of [-0.6, 0, 0.25, 0.7]) {
    const values = functions.map((f) => f(x));
    expect(values[0]).toBe(start(x));
    // One-sided, of order h^4.
    const ut = (-25 * values[0]! + 48 * values[1]! - 36 * values[2]! + 16 * values[3]! - 3 * values[4]!) / (12 * h);
    expect(ut).toBeCloseTo(1e-4 * derivativeOf(start, 2, x, 0.02) + 5 * start(x) - 5 * start(x) ** 3, 4);
  }
});

test('it is even, of period 2, between -1 and 1, and at rest at ±1', () => {
  const u = allenCahn([0, 0.5], COARSE)[1]!;
  for (const x of [0.1, 0.5, 0.77]) {
    expect(u(-x)).toBeCloseTo(u(x), 12);
    expect(u(x + 2)).toBeCloseTo(u(x), 11);
    expect(Math.abs(u(x))).toBeLessThan(1);
  }
  expect(derivativeOf(u, 1, 1, 1e-3)).toBeCloseTo(0, 9);
});
