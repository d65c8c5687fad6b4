/** Prey and predators, of order 1 each. */
export interface Populations {
  readonly x: number;
  readonly y: number;
}

/** x' = ALPHA x - BETA x y, y' = DELTA x y - GAMMA y. */
const ALPHA = 2 / 3;
const BETA = 4 / 3;
const GAMMA = 1;
const DELTA = 1;

/** How finely it is solved. */
export interface SeriesResolution {
  /** Highest power of the Taylor series. */
  readonly order: number;
  /** Longest step. */
  readonly step: number;
}

/** That of the table, good to 1e-13. */
export const LOTKA_VOLTERRA: SeriesResolution = { order: 24, step: 0.05 };

/**
 * The solution of Lotka and Volterra's equations from x(0) = y(0) = 1.
 *
 * Each step sums the Taylor series, whose coefficients follow from the equations: products of series are quadratic. Orbits are closed, and neighbors part
 * in proportion to time, so that rounding errors stay small; the system of Lorenz would multiply them by e^0.9 per unit of time.
 *
 * @param times ascending from 0
 * @returns at each of the times
 */
export function lotkaVolterra(times: readonly number[], { order, step }: SeriesResolution = LOTKA_VOLTERRA): Populations[] {
  let now: Populations = { x: 1, y: 1 };
  return times.map((time, k) => {
    const span = time - (times[k - 1] ?? 0);
    const count = Math.ceil(span / step);
    for (let s = 0; s < count; s++) now = seriesStep(now, span / count, order);
    return now;
  });
}

/** One step of length h. */
function seriesStep({ x, y }: Populations, h: number, order: number): Populations {
  const [a, b] = [[x], [y]];
  for (let k = 0; k < order; k++) {
    let product = 0;
    for (let j = 0; j <= k; j++) product += a[j]! * b[k - j]!;
    a.push((ALPHA * a[k]! - BETA * product) / (k + 1));
    b.push((DELTA * product - GAMMA * b[k]!) / (k + 1));
  }
  const at = (coefficients: readonly number[]): number => coefficients.reduceRight((sum, c) => sum * h + c, 0);
  return { x: at(a), y: at(b) };
}
