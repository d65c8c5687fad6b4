import { crossing } from '../distributions/crossing.js';
import { incompleteBeta } from '../distributions/incomplete-beta.js';
import { refuseProbability, refuseShare } from '../errors.js';
import type { Interval } from '../interval.js';

/**
 * The exact interval of a probability of which k of n trials came out: every p under which so few, or so many, have a chance of at least (1 - level) / 2.
 *
 * @param k whole, from 0 to n
 * @param n whole, at least 0
 * @param level in (0, 1)
 * @returns in [0, 1]; all of it for no trials
 * @throws RangeError for others
 *
 * Cost: some 120 values of the incomplete beta function.
 *
 * @example
 * shareInterval(0, 10); // from 0 to 0.308
 *
 * @source C. J. Clopper and E. S. Pearson, The Use of Confidence or Fiducial Limits, 1934.
 */
export function shareInterval(k: number, n: number, level = 0.95): Interval {
  refuseShare(k, n);
  refuseProbability('level', level);
  const outside = (1 - level) / 2;
  // P(at least k) = I_p(k, n - k + 1), P(at most k) = I_{1-p}(n - k, k + 1).
  const lower = k === 0 ? 0 : crossing(0, 1, (p) => incompleteBeta(k, n - k + 1, p) >= outside);
  const upper = k === n ? 1 : 1 - crossing(0, 1, (rest) => incompleteBeta(n - k, k + 1, rest) >= outside);
  return { lower, upper, level };
}
