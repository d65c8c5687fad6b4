import { evolve } from './periodic/evolve.js';
import { fourierSeries } from './periodic/fourier-series.js';
import { complexZeros } from './periodic/fourier-transform.js';
import { powerOfModes } from './periodic/power-of-modes.js';
import type { Resolution } from './periodic/resolution.js';

const DIFFUSION = 1e-4;

/** That of the table, good to 1e-10. */
export const ALLEN_CAHN: Resolution = { highest: 1023, step: 1e-3 };

/**
 * The solution of u_t = 1e-4 u_xx + 5 u - 5 u^3, u(0, x) = x^2 cos(pi x), of period 2.
 *
 * The start has a corner at ±1, where its slope jumps from -2 to 2, and modes that fall like 1 / k^2 only. Those of a grid of 2048 places would be so wrong that
 * u is off by 3e-5 at t = 0.04. So they are integrated by hand, and powers are taken without aliasing. From any time on that is not tiny u is smooth.
 *
 * @param times ascending from 0
 * @returns at each time the function of x
 */
export function allenCahn(times: readonly number[], { highest, step }: Resolution = ALLEN_CAHN): ((x: number) => number)[] {
  const cubeOf = powerOfModes(highest, 3);
  const start = complexZeros(highest + 1);
  for (let k = 0; k <= highest; k++) start.re[k] = startingMode(k);
  const states = evolve({
    linear: Array.from({ length: highest + 1 }, (_, k) => ({ re: 5 - DIFFUSION * (Math.PI * k) ** 2, im: 0 })),
    nonlinear: (modes, out) => {
      cubeOf(modes, out);
      for (let k = 0; k <= highest; k++) {
        out.re[k]! *= -5;
        out.im[k]! *= -5;
      }
    },
  }, start, times, step);
  return times.map((t, k) => t === 0 ? (x) => x ** 2 * Math.cos(Math.PI * x) : fourierSeries(states[k]!));
}

/** c_k of x^2 cos(pi x), half the integral over a period of x^2 cos(pi x) cos(pi k x). */
function startingMode(k: number): number {
  return (squareMode(k + 1) + squareMode(k - 1)) / 4;
}

/** The integral of x^2 cos(pi m x) from -1 to 1. */
function squareMode(m: number): number {
  return m === 0 ? 2 / 3 : (4 * (m % 2 === 0 ? 1 : -1)) / (Math.PI * m) ** 2;
}
