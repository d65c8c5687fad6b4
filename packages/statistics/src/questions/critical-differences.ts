import { refuseProbability, tooFewArms } from '../errors.js';
import { logRatios } from '../losses.js';
import { holm } from '../several/holm.js';
import { signedRankTest } from '../signed-rank/signed-rank-test.js';
import { meanRanks } from './mean-ranks.js';
import { averagedPairs, type Refused, refusedBelow } from './on-sets-like-these.js';
import { averageOverSeeds, refuseSets, type SetLosses } from './set-losses.js';

/** Data of a plot of critical differences. */
export interface CriticalDifferences {
  readonly refused: null;
  readonly sets: number;
  /** From the best to the worst; `rank` is the mean over sets, 1 the best on each, equal ones share the mean of their ranks. */
  readonly arms: readonly { readonly name: string; readonly rank: number }[];
  /** All pairs of arms, the better ranked first. */
  readonly pairs: readonly { readonly arms: readonly [string, string]; readonly p: number; readonly adjustedP: number; readonly differ: boolean }[];
  /** Arms that are next to each other by rank of which no two differ, two or more, none inside another: the bars of the plot. */
  readonly groups: readonly (readonly string[])[];
}

/**
 * Ranks of arms over data sets, and which arms cannot be told apart: signed-rank tests of all pairs, with Holm's method.
 *
 * No test of mean ranks (Friedman, Nemenyi) is used, whose answer about two arms depends on which others take part. Two arms that do not differ may stand in no group together, where one between
 * them differs from either.
 *
 * @param sets of the same arms, names all different; seeds are averaged first, as in {@link onSetsLikeThese}
 * @param arms their names, two at least; default those of the first set
 * @param alpha in (0, 1), after division by looks
 * @param untested pairs that Holm's method counts besides: of arms that were stopped by losses on these sets
 * @returns refused below 6 sets
 * @throws RangeError for arms that are not on every set
 *
 * @source A. Benavoli, G. Corani and F. Mangili, Should We Really Use Post-Hoc Tests Based on Mean-Ranks?, 2016; J. Demsar, Statistical Comparisons of Classifiers over Multiple Data Sets, 2006 (the plot).
 */
export function criticalDifferences(sets: readonly SetLosses[], arms = Object.keys(sets[0]?.losses ?? {}), alpha = 0.05, untested = 0): CriticalDifferences | Refused {
  refuseSets(sets);
  refuseProbability('alpha', alpha);
  if (arms.length < 2) throw tooFewArms(arms.length);
  const ranks = meanRanks(sets.map((set) => ({ losses: arms.map((arm) => averageOverSeeds(set, arm)), targetDeviation: set.targetDeviation })));
  const refused = refusedBelow(sets.length, 'Ranks of so few are no plot.');
  if (refused !== null) return refused;
  const order = arms.map((name, k) => ({ name, rank: ranks[k]! })).sort((x, y) => x.rank - y.rank);
  const pairs = comparedPairs(sets, order.map(({ name }) => name), alpha, untested);
  const differ = new Set(pairs.filter((pair) => pair.differ).map((pair) => pair.arms.join('\n')));
  return { refused: null, sets: sets.length, arms: order, pairs, groups: groupsOf(order.map(({ name }) => name), (x, y) => differ.has(`${x}\n${y}`)) };
}

function comparedPairs(sets: readonly SetLosses[], names: readonly string[], alpha: number, untested: number): CriticalDifferences['pairs'] {
  const pairs = names.flatMap((first, k) => names.slice(k + 1).map((second) => [first, second] as const));
  const tested = pairs.map(([first, second]) => {
    const { a, b } = averagedPairs(sets, first, second);
    return { name: `${first}\n${second}`, p: signedRankTest(logRatios(a, b)).p };
  });
  return holm(tested, untested).map(({ p, adjusted }, k) => ({ arms: pairs[k]!, p, adjustedP: adjusted, differ: adjusted <= alpha }));
}

/** From each arm on, the longest run of which no two differ, unless the run before reaches as far. */
function groupsOf(names: readonly string[], differ: (better: string, worse: string) => boolean): string[][] {
  const groups: string[][] = [];
  let reached = 0;
  for (let start = 0; start < names.length; start++) {
    let end = start + 1;
    while (end < names.length && !names.slice(start, end).some((name) => differ(name, names[end]!))) end++;
    if (end - start > 1 && end > reached) groups.push(names.slice(start, end));
    reached = Math.max(reached, end);
  }
  return groups;
}
