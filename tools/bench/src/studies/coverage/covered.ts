import { mean } from '@knotwork/numerics';

/** How many values lie in their intervals, of how many. */
export interface Covered { readonly within: number; readonly of: number }

/**
 * Counts the truths that are no farther from their estimates than `quantile` standard errors.
 *
 * @param truths, @param standardErrors as many as estimates, in the same unit
 */
export function covered(estimates: Float64Array, truths: Float64Array, standardErrors: Float64Array, quantile: number): Covered {
  const within = estimates.reduce((count, estimate, n) => count + (Math.abs(estimate - truths[n]!) <= quantile * standardErrors[n]! ? 1 : 0), 0);
  return { within, of: estimates.length };
}

/** All counts together. */
export function total(counts: readonly Covered[]): Covered {
  return counts.reduce((sum, { within, of }) => ({ within: sum.within + within, of: sum.of + of }), { within: 0, of: 0 });
}

/** @returns NaN of nothing */
export const shareOf = ({ within, of }: Covered): number => within / of;

/** What is left of a function when its mean over some rows is taken off: constants move freely from edge to edge. */
export function centred(values: Float64Array, over: Float64Array): Float64Array {
  const middle = mean(over);
  return values.map((v) => v - middle);
}
