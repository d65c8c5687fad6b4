import type { Loss } from '../losses.js';
import { canReach, type Reach } from '../several/can-reach.js';
import { FEWEST_PAIRS } from '../signed-rank/signed-rank-estimate.js';
import { alphasOf, judged, type JudgedComparison, type VerdictOptions } from './judged.js';
import { averageOverSeeds, comparisonNames, type NamedComparison, pairedLosses, refuseSets, type SetLosses } from './set-losses.js';

/** What data sets say of arms. */
export interface SetsVerdict {
  readonly refused: null;
  readonly sets: number;
  readonly reach: Reach;
  /** In the order in which they were named; pairs are sets, and a failure is a set on which more than half of the seeds failed. */
  readonly comparisons: readonly JudgedComparison[];
}

/** Why nothing is said, and what would do. */
export interface Refused {
  readonly refused: string;
}

/**
 * Which arm is better on data sets like these? Seeds are averaged first, then pairs are sets.
 *
 * On each set a comparison takes the geometric mean of either arm over the seeds in which both ended. An arm that failed with more than half of its seeds counts as failed on that set, as the
 * median of its losses would. More seeds make the averages better, and never the number of pairs larger: what is found holds for other sets as far as these are a sample of them.
 *
 * @param sets names all different
 * @param comparisons at least one, named before the losses were seen
 * @returns refused below 6 sets: the signed-rank test could not reach 0.05 whatever the losses
 * @throws RangeError for arms that are not there, or losses that are not in pairs
 */
export function onSetsLikeThese(sets: readonly SetLosses[], comparisons: readonly NamedComparison[], options: VerdictOptions = {}): SetsVerdict | Refused {
  refuseSets(sets);
  const names = comparisonNames(comparisons);
  const [alpha, further] = alphasOf(options);
  const family = comparisons.map(({ arm, baseline }, k) => ({ name: names[k]!, arm, baseline, ...averagedPairs(sets, arm, baseline) }));
  const refused = refusedBelow(sets.length, 'onTheseSets compares arms on each of them by seeds.');
  if (refused !== null) return refused;
  return { refused: null, sets: sets.length, reach: canReach(sets.length, comparisons.length + (options.untested ?? 0), alpha, further), comparisons: judged(family, options) };
}

/** Losses of two arms, averaged over seeds, set by set. */
export function averagedPairs(sets: readonly SetLosses[], arm: string, baseline: string): { readonly a: readonly Loss[]; readonly b: readonly Loss[] } {
  const pairs = sets.map((set) => {
    const [a, b] = pairedLosses(set, arm, baseline);
    const bothEnded = (seed: number): boolean => a[seed] !== null && b[seed] !== null;
    return [averageOverSeeds(set, arm, bothEnded), averageOverSeeds(set, baseline, bothEnded)] as const;
  });
  return { a: pairs.map(([a]) => a), b: pairs.map(([, b]) => b) };
}

/** What is said of too few sets; null for enough. */
export function refusedBelow(sets: number, instead: string): Refused | null {
  return sets >= FEWEST_PAIRS ? null : { refused: `${FEWEST_PAIRS} data sets at least are needed to speak of data sets like these; got ${sets}. Add ${FEWEST_PAIRS - sets}. ${instead}` };
}
