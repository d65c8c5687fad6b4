import { standardDeviation } from '@knotwork/numerics';
import type { Table } from '../tables/table.js';
import { burgers } from './cole-hopf.js';
import { NOISE } from './noisy-samples.js';

/** Relative change of nu by which slopes are measured: u is good to 1e-12. */
const CHANGE = 1e-3;

/** What noisy samples say of the viscosity to whoever knows all else: how u begins, what it is at the ends, and how large the noise is. Shares of nu. */
export interface ViscosityBound {
  /** No unbiased estimate has a smaller standard error. */
  readonly standardError: number;
  /** By how much least squares are off, to first order in the noise. */
  readonly off: number;
  /** Share of the information that the five rows have that know most. */
  readonly ofFive: number;
}

/**
 * The bound of Cramer and Rao: noise over the root of the sum of squares of du / d log nu.
 *
 * @param rows of `noisySamples`
 */
export function viscosityBound(nu: number, { rows }: Table): ViscosityBound {
  const at = (factor: number): number[] => rows.map(([t, x]) => burgers(factor * nu, t!, x!));
  const [less, exact, more] = [at(1 - CHANGE), at(1), at(1 + CHANGE)];
  const slopes = more.map((u, k) => (u - less[k]!) / (2 * CHANGE));
  const squares = slopes.map((slope) => slope ** 2).sort((a, b) => b - a);
  const information = total(squares);
  const noise = NOISE * standardDeviation(exact);
  return { standardError: noise / Math.sqrt(information), off: total(slopes.map((slope, k) => slope * (rows[k]![2]! - exact[k]!))) / information, ofFive: total(squares.slice(0, 5)) / information };
}

function total(values: readonly number[]): number { return values.reduce((sum, value) => sum + value, 0); }
