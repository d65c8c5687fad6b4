import { incompleteBeta } from './incomplete-beta.js';

/**
 * The probability of at most k successes in n trials.
 *
 * @param k whole, below 0 and above n too
 * @param n trials, whole, at least 0
 * @param p probability of a success, in [0, 1]
 * @source M. Abramowitz and I. Stegun, 26.5.24.
 */
export function binomialTail(n: number, p: number, k: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return incompleteBeta(n - k, k + 1, 1 - p);
}
