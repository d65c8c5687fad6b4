import { randomStream, standardDeviation } from '@knotwork/numerics';
import type { Table } from '../tables/table.js';
import { burgers } from './cole-hopf.js';

/** Of the noise, relative to the standard deviation of u over the points. */
export const NOISE = 0.01;

/**
 * u of Burgers' equation at random points, uniform in [0, 1] x [-1, 1], with normal noise: columns `t`, `x`, `u`.
 *
 * @param nu viscosity
 * @param count of points
 * @param seed of the points and of the noise, whose streams are apart
 */
export function noisySamples(nu: number, count: number, seed: number): Table {
  const [places, noise] = [randomStream(seed, 'places'), randomStream(seed, 'noise')];
  // To six digits, so that u belongs to the place that is written.
  const rounded = (value: number): number => Number(value.toFixed(6));
  const points = Array.from({ length: count }, () => ({ t: rounded(places.uniform(0, 1)), x: rounded(places.uniform(-1, 1)) }));
  const values = points.map(({ t, x }) => burgers(nu, t, x));
  const spread = NOISE * standardDeviation(values);
  return { columns: ['t', 'x', 'u'], rows: points.map(({ t, x }, k) => [t, x, values[k]! + spread * noise.normal()]) };
}
