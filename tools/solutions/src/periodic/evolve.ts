import { exponentialRungeKutta, type SemilinearSystem } from './exponential-runge-kutta.js';
import type { ComplexNumbers } from './fourier-transform.js';

/**
 * Solves y' = L y + N(y).
 *
 * @param start y at time 0; it is kept
 * @param times ascending from 0
 * @param longest a step may be; the steps between two times are equal
 * @returns y at each of the times
 */
export function evolve(system: SemilinearSystem, start: ComplexNumbers, times: readonly number[], longest: number): ComplexNumbers[] {
  const steppers = new Map<number, (y: ComplexNumbers) => void>();
  const y = copyOf(start);
  return times.map((time, k) => {
    const span = time - (times[k - 1] ?? 0);
    // Even times differ in their last digits, which must make no other number of steps.
    const count = Math.ceil(span / longest - 1e-9);
    if (count > 0) {
      const h = Number((span / count).toPrecision(14));
      const step = steppers.get(h) ?? exponentialRungeKutta(system, h);
      steppers.set(h, step);
      for (let s = 0; s < count; s++) step(y);
    }
    return copyOf(y);
  });
}

function copyOf({ re, im }: ComplexNumbers): ComplexNumbers {
  return { re: re.slice(), im: im.slice() };
}
