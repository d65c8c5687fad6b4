import { refuseCount, refuseProbability } from '../errors.js';
import { counted, shortNumber } from '../words.js';

/** What a design can show at best. */
export interface Reach {
  readonly pairs: number;
  readonly comparisons: number;
  readonly alpha: number;
  /** p of the signed-rank test where one arm wins every pair, 2^(1 - pairs). */
  readonly smallestP: number;
  /** The same after Holm, where it is the smallest of all comparisons. */
  readonly smallestAdjustedP: number;
  /** Whether that is at most alpha. */
  readonly canReach: boolean;
  /** The least number of pairs of which it would be, at `furtherAlpha`. */
  readonly pairsNeeded: number;
  /** All of it in a sentence. */
  readonly says: string;
}

/**
 * Whether a design can reach alpha at all, before a trial has run.
 *
 * @param pairs seeds, or data sets; whole, at least 1
 * @param comparisons that Holm's method counts; whole, at least 1
 * @param alpha in (0, 1), after division by the number of looks ({@link alphaOfLooks})
 * @param furtherAlpha what more pairs would be judged at: that of the next look, once there was one; default `alpha`
 * @throws RangeError for others
 *
 * @example
 * canReach(6, 5, 0.05).pairsNeeded; // 8
 */
export function canReach(pairs: number, comparisons = 1, alpha = 0.05, furtherAlpha = alpha): Reach {
  refuseCount('pairs', pairs, 1);
  refuseCount('comparisons', comparisons, 1);
  refuseProbability('alpha', alpha);
  refuseProbability('furtherAlpha', furtherAlpha);
  const smallest = (n: number): number => 2 ** (1 - n);
  const adjusted = (n: number): number => Math.min(1, comparisons * smallest(n));
  let pairsNeeded = 1;
  while (adjusted(pairsNeeded) > furtherAlpha) pairsNeeded++;
  const reaches = adjusted(pairs) <= alpha;
  const best = `With ${counted(pairs, 'pair')} and ${counted(comparisons, 'comparison')} the smallest p after Holm is ${shortNumber(adjusted(pairs))}`;
  const at = furtherAlpha === alpha ? '' : `, judged at ${shortNumber(furtherAlpha)} as a further look is`;
  const says = reaches ? `${best}, which reaches ${shortNumber(alpha)}.` : `${best}, above ${shortNumber(alpha)}: nothing can be significant. It takes ${counted(pairsNeeded, 'pair')} at least${at}.`;
  return { pairs, comparisons, alpha, smallestP: smallest(pairs), smallestAdjustedP: adjusted(pairs), canReach: reaches, pairsNeeded, says };
}
