import { expect, test } from '@jest/globals';
import { derivativeOf } from '../fixtures/derivative.js';
import { evenly } from '../tables/evenly.js';
import { burgers } from './cole-hopf.js';

const NUS = [1, 0.01 / Math.PI, 0.001 / Math.PI];

test('it starts as -sin(pi x), and is near that soon after', () => {
  expect(burgers(0.1, 0, 0.3)).toBe(-Math.sin(0.3 * Math.PI));
  for (const nu of NUS) {
    const [s, c] = [Math.sin(0.3 * Math.PI), Math.cos(0.3 * Math.PI)];
    // u + t u_t = u + t (nu u_xx - u u_x)
    expect(burgers(nu, 1e-5, 0.3)).toBeCloseTo(-s + 1e-5 * (nu * Math.PI ** 2 * s - Math.PI * s * c), 7);
  }
});

test.each(NUS)('with nu = %d the equation holds where the solution is smooth', (nu) => {
  for (const [t, x] of [[0.1, 0.4], [0.25, -0.3], [0.5, 0.5], [0.9, -0.7], [1, 0.25]] as const) {
    const u = burgers(nu, t, x);
    const ut = derivativeOf((at) => burgers(nu, at, x), 1, t, 0.01);
    const ux = derivativeOf((at) => burgers(nu, t, at), 1, x, 0.01);
    const uxx = derivativeOf((at) => burgers(nu, t, at), 2, x, 0.01);
    expect(Math.abs(ut + u * ux - nu * uxx)).toBeLessThan(1e-7);
  }
});

test('it holds inside the front, too', () => {
  const nu = 0.01 / Math.PI;
  const [t, x] = [0.6, 0.004];
  const ux = derivativeOf((at) => burgers(nu, t, at), 1, x, 2e-4);
  const uxx = derivativeOf((at) => burgers(nu, t, at), 2, x, 2e-4);
  // Each term is about 50.
  expect(Math.abs(derivativeOf((at) => burgers(nu, at, x), 1, t, 5e-3) + burgers(nu, t, x) * ux - nu * uxx)).toBeLessThan(1e-4);
});

test.each(NUS)('with nu = %d it is odd, of period 2, and 0 at both ends and in the middle', (nu) => {
  for (const t of evenly(0, 1, 6)) {
    for (const x of [0, 1, -1]) expect(Math.abs(burgers(nu, t, x))).toBeLessThan(1e-14);
    for (const x of [0.001, 0.03, 0.5, 0.99]) {
      expect(burgers(nu, t, -x)).toBeCloseTo(-burgers(nu, t, x), 12);
      expect(burgers(nu, t, x - 2)).toBeCloseTo(burgers(nu, t, x), 11);
    }
  }
});

// C. Basdevant et al., Spectral and finite difference solutions of the Burgers equation, 1986: the largest slope, 152.00516, at pi t = 1.6037.
test('the slope of the front is that of the literature', () => {
  const slope = (t: number): number => -derivativeOf((x) => burgers(0.01 / Math.PI, t, x), 1, 0, 4e-4);
  expect(slope(1.6037 / Math.PI)).toBeCloseTo(152.00516, 4);
  expect(slope(1.6 / Math.PI)).toBeLessThan(slope(1.6037 / Math.PI));
  expect(slope(1.61 / Math.PI)).toBeLessThan(slope(1.6037 / Math.PI));
});

// From the same formula in arithmetic of 40 digits, by mpmath 1.3.0. The last two of each lie in the front.
test.each([
  [0.01, 0.04, 0.5, -0.9910283300254737], [0.01, 0.36, -0.015625, 0.7066375371972808], [0.01, 1, 0.984375, -0.0118302646032804],
  [0.01, 0.5, 0.001, -0.1506358154013358], [0.01, 0.8, -0.0005, 0.05545185417221392],
  [0.001, 0.04, 0.5, -0.9921156289773359], [0.001, 0.32, 0.015625, -0.6194669178891603], [0.001, 1, 0.015625, -0.7256018094281754],
  [0.001, 0.5, 0.001, -0.915313634571773], [0.001, 0.8, -0.0005, 0.4926454093070839],
])('nu = %d/pi, t = %d, x = %d agrees with arithmetic of many digits', (factor, t, x, exact) => {
  expect(Math.abs(burgers(factor / Math.PI, t, x) - exact)).toBeLessThan(1e-12);
});
