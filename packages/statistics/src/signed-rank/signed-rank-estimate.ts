import { normalQuantile } from '@knotwork/numerics';
import { badNumber, noPairs, refuseProbability } from '../errors.js';
import { type Interval } from '../interval.js';
import { rankSumTail } from './rank-sums.js';
import { MOST_EXACT } from './signed-rank-test.js';
import { WalshAverages } from './walsh-averages.js';

/** Below so many pairs there is no interval, whatever the level. */
export const FEWEST_PAIRS = 6;

/** Where differences lie, and how well that is known. */
export interface SignedRankEstimate {
  /** Median of the averages of all pairs of differences. */
  readonly center: number;
  /** Null below 6 differences, or where even the widest interval has not the level; its own level is at least what was asked for. */
  readonly interval: Interval | null;
}

/**
 * The estimate of Hodges and Lehmann, and the interval of all shifts that the signed-rank test does not refuse.
 *
 * Ends are the k-th smallest and k-th largest average of two differences, k the largest whole number with 2 P(T <= k - 1) <= 1 - level, T the sum of ranks of n
 * differences without ties. Where differences are tied the interval holds the center at least as often as it says, and may hold 0 where the test, which counts ties, refuses it.
 *
 * @param differences `[n]`, n at least 1; an infinite one is larger, or smaller, than all others, and two opposite ones average to 0
 * @param level in (0, 1)
 * @returns ends may be infinite where differences are; above 1000 differences k is that of the normal distribution
 * @throws RangeError where there is no difference, or one is NaN
 *
 * Cost: n³ / 6 additions, below half a second for n = 1000.
 *
 * @example
 * signedRankEstimate([1, 2, 3, 4, 5, 6], 0.95); // center 3.5, from 1 to 6, level 0.96875
 *
 * @source J. L. Hodges and E. L. Lehmann, Estimates of Location Based on Rank Tests, 1963; M. Hollander, D. A. Wolfe and E. Chicken, Nonparametric Statistical Methods, 2014, section 3.3.
 */
export function signedRankEstimate(differences: ArrayLike<number>, level = 0.95): SignedRankEstimate {
  refuseProbability('level', level);
  if (differences.length === 0) throw noPairs();
  const values = Float64Array.from(differences);
  const missing = values.findIndex(Number.isNaN);
  if (missing >= 0) throw badNumber('differences', missing, NaN);
  const averages = new WalshAverages(values);
  return { center: averages.median(), interval: interval(averages, values.length, level) };
}

function interval(averages: WalshAverages, n: number, level: number): Interval | null {
  if (n < FEWEST_PAIRS) return null;
  const { rank, attained } = n > MOST_EXACT ? normalRank(n, level) : exactRank(n, level);
  if (rank < 1) return null;
  return { lower: averages.smallest(rank), upper: averages.smallest(averages.count + 1 - rank), level: attained };
}

/**
 * The largest p of the signed-rank test of n differences, all different and none 0, that is not above alpha; 0 where there is none.
 *
 * @param n whole, from 1 to 1000
 */
export function attainedAlpha(n: number, alpha: number): number {
  const { rank, attained } = exactRank(n, 1 - alpha);
  return rank < 1 ? 0 : 1 - attained;
}

function exactRank(n: number, level: number): { rank: number; attained: number } {
  const tail = rankSumTail(Int32Array.from({ length: n }, (_, k) => k + 1), Math.floor((n * (n + 1)) / 4));
  // A hair of room, so that a level of which 1 - level was rounded is met by the tail that it is.
  const outside = ((1 - level) / 2) * (1 + 1e-12);
  const beyond = tail.findIndex((chance) => chance > outside);
  const rank = beyond < 0 ? tail.length : beyond;
  return { rank, attained: rank === 0 ? 0 : 1 - 2 * tail[rank - 1]! };
}

function normalRank(n: number, level: number): { rank: number; attained: number } {
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
  const rank = Math.floor((n * (n + 1)) / 4 - normalQuantile((1 + level) / 2) * deviation + 0.5);
  return { rank, attained: level };
}
