import { canReach, type Reach } from '../several/can-reach.js';
import { alphasOf, judged, type JudgedComparison, type VerdictOptions } from './judged.js';
import { comparisonNames, type NamedComparison, pairedLosses, refuseSets, type SetLosses } from './set-losses.js';

/** What seeds say of arms on one data set. */
export interface SetVerdict {
  readonly set: string;
  /** What the design can show at best, by the fewest pairs of any comparison. */
  readonly reach: Reach;
  /** In the order in which they were named. */
  readonly comparisons: readonly JudgedComparison[];
}

/**
 * Which arm is better on these data sets? Per set; pairs are seeds.
 *
 * Every set is a question of its own: Holm's method counts the named comparisons, on each set anew. What is found holds for other seeds on the same sets and says nothing of other data.
 *
 * @param sets at least one, names all different
 * @param comparisons at least one, named before the losses were seen
 * @returns in the order of `sets`
 * @throws RangeError for arms that are not there, or losses that are not in pairs
 *
 * Cost: a comparison for each set and name ({@link pairedComparison}).
 *
 * @example
 * onTheseSets([{ name: 'hello', losses: { ladder: [1, 2, 1, 3, 2, 1], fixed: [2, 5, 3, 4, 5, 3] } }], [{ arm: 'ladder', baseline: 'fixed' }]);
 */
export function onTheseSets(sets: readonly SetLosses[], comparisons: readonly NamedComparison[], options: VerdictOptions = {}): SetVerdict[] {
  refuseSets(sets);
  const names = comparisonNames(comparisons);
  const [alpha, further] = alphasOf(options);
  return sets.map((set) => {
    const family = comparisons.map(({ arm, baseline }, k) => {
      const [a, b] = pairedLosses(set, arm, baseline);
      return { name: names[k]!, arm, baseline, a, b, targetDeviation: set.targetDeviation };
    });
    const found = judged(family, options);
    return { set: set.name, reach: canReach(Math.min(...found.map(({ pairs }) => pairs)), comparisons.length + (options.untested ?? 0), alpha, further), comparisons: found };
  });
}
