import { expect, test } from '@jest/globals';
import { type Complex, phiFunctions } from './phi-functions.js';

/** phi_p = sum over k of z^k / (k + p)!, which converges everywhere; sums of up to exp|z| lose as many digits. */
function series(z: Complex, p: number): Complex {
  let term = { re: 1, im: 0 };
  for (let k = 1; k <= p; k++) term = { re: term.re / k, im: 0 };
  let sum = term;
  for (let k = 1; k < 60; k++) {
    term = { re: (term.re * z.re - term.im * z.im) / (k + p), im: (term.re * z.im + term.im * z.re) / (k + p) };
    sum = { re: sum.re + term.re, im: sum.im + term.im };
  }
  return sum;
}

const places: readonly Complex[] = [[0, 0], [1e-9, 0], [-1e-3, 0], [0.2, -0.1], [0, 0.9], [-1, 0], [0, 1.0001], [-1.5, 0], [0, -3], [-2, 2]].map(([re, im]) => ({ re: re!, im: im! }));

test.each(places)('at %o all functions are their series', (z) => {
  const { exp, phi1, phi2, phi3 } = phiFunctions(z);
  for (const [p, phi] of [exp, phi1, phi2, phi3].entries()) {
    expect(Math.hypot(phi.re - series(z, p).re, phi.im - series(z, p).im)).toBeLessThan(5e-15);
  }
});

test('far to the left they fall like -1 / z', () => {
  const { exp, phi1, phi2, phi3 } = phiFunctions({ re: -1e4, im: 0 });
  expect([exp.re, phi1.re, phi2.re, phi3.re]).toEqual([0, 1e-4, expect.closeTo(0.9999e-4, 15), expect.closeTo(0.49990001e-4, 15)]);
});
