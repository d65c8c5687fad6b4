import { expect, test } from '@jest/globals';
import { exponentialRungeKutta } from './exponential-runge-kutta.js';

test('a linear system is solved exactly in one step, however stiff', () => {
  const linear = [{ re: -1e5, im: 0 }, { re: 0, im: 3e4 }, { re: 0.5, im: -2 }];
  const y = { re: Float64Array.of(1, 1, 1), im: new Float64Array(3) };
  exponentialRungeKutta({ linear, nonlinear: (_, out) => { out.re.fill(0); out.im.fill(0); } }, 0.7)(y);
  linear.forEach(({ re, im }, k) => {
    expect(y.re[k]).toBeCloseTo(Math.exp(0.7 * re) * Math.cos(0.7 * im), 10);
    expect(y.im[k]).toBeCloseTo(Math.exp(0.7 * re) * Math.sin(0.7 * im), 10);
  });
});

/** Error at time 1 of y' = L y + y^2, whose solution is L / ((L / y(0) + 1) exp(-L t) - 1), here of y(0) = 1/2. */
function errorOf(l: { readonly re: number; readonly im: number }, steps: number): number {
  const y = { re: Float64Array.of(0.5), im: Float64Array.of(0) };
  const step = exponentialRungeKutta({
    linear: [l],
    nonlinear: (at, out) => {
      out.re[0] = at.re[0]! ** 2 - at.im[0]! ** 2;
      out.im[0] = 2 * at.re[0]! * at.im[0]!;
    },
  }, 1 / steps);
  for (let k = 0; k < steps; k++) step(y);
  const [c, s] = [Math.exp(-l.re) * Math.cos(l.im), -Math.exp(-l.re) * Math.sin(l.im)];
  const below = { re: (2 * l.re + 1) * c - 2 * l.im * s - 1, im: (2 * l.re + 1) * s + 2 * l.im * c };
  const square = below.re ** 2 + below.im ** 2;
  const exact = { re: (l.re * below.re + l.im * below.im) / square, im: (l.im * below.re - l.re * below.im) / square };
  return Math.hypot(y.re[0]! - exact.re, y.im[0]! - exact.im);
}

test.each([[{ re: -1, im: 0 }], [{ re: 0, im: 2 }], [{ re: -3, im: 4 }]])('with L = %o the error falls with the fourth power of the step', (l) => {
  const order = Math.log2(errorOf(l, 40) / errorOf(l, 80));
  expect(order).toBeGreaterThan(3.8);
  expect(order).toBeLessThan(4.3);
  expect(errorOf(l, 80)).toBeLessThan(1e-7);
});
