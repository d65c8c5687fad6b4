import { evolve } from './periodic/evolve.js';
import { fourierSeries } from './periodic/fourier-series.js';
import { complexZeros } from './periodic/fourier-transform.js';
import { powerOfModes } from './periodic/power-of-modes.js';
import type { Resolution } from './periodic/resolution.js';

const DISPERSION = 0.022 ** 2;

/** That of the table, good to 2e-10. */
export const KORTEWEG_DE_VRIES: Resolution = { highest: 160, step: 5e-5 };

/**
 * The solution of the equation of Korteweg and de Vries, u_t + u u_x + 0.022^2 u_xxx = 0, u(0, x) = cos(pi x), of period 2: a wave that breaks into solitons.
 *
 * @param times ascending from 0
 * @returns at each time the function of x
 * @source N. J. Zabusky and M. D. Kruskal, Interaction of "solitons" in a collisionless plasma and the recurrence of initial states, 1965.
 */
export function kortewegDeVries(times: readonly number[], { highest, step }: Resolution = KORTEWEG_DE_VRIES): ((x: number) => number)[] {
  const squareOf = powerOfModes(highest, 2);
  const start = complexZeros(highest + 1);
  start.re[1] = 0.5;
  const halves = Float64Array.from({ length: highest + 1 }, (_, k) => (Math.PI * k) / 2);
  return evolve({
    linear: Array.from({ length: highest + 1 }, (_, k) => ({ re: 0, im: DISPERSION * (Math.PI * k) ** 3 })),
    // -(u^2 / 2)_x
    nonlinear: (modes, out) => {
      squareOf(modes, out);
      for (let k = 0; k <= highest; k++) [out.re[k], out.im[k]] = [halves[k]! * out.im[k]!, -halves[k]! * out.re[k]!];
    },
  }, start, times, step).map(fourierSeries);
}
