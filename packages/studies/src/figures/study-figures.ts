import type { StudyFolder } from '../run/study-folder.js';
import type { StudyRecord } from '../run/study-record.js';
import { survivorsOf } from '../halving/trials-by.js';
import { chosenOf, type Collected, lossesBySet } from '../verdict/collect.js';
import type { Verdict } from '../verdict/verdict.js';
import { convergence, staircase } from './curves.js';
import { forests } from './forest.js';
import { ranks } from './ranks.js';
import { MOST, type StudyFigure } from './study-figure.js';
import { tradeOff } from './trade-offs.js';
import { ByPlace, type TrialFacts } from './trial-facts.js';

/**
 * All figures of a study that was judged: comparisons, ranks from six data sets on, and for each of the first data sets how arms learned, what ladders came to, and what loss costs.
 *
 * Cost: reads the events of the first trials of every arm that is drawn.
 */
export function studyFigures(folder: StudyFolder, whole: StudyRecord, { results, decisions = [] }: Collected, verdict: Verdict, facts: readonly TrialFacts[]): readonly StudyFigure[] {
  // Of arms that were stopped there is nothing to compare.
  const record = { ...whole, plan: survivorsOf(whole.plan, decisions) };
  // Where arms are tuned, of each what it chose.
  const byPlace = new ByPlace(chosenOf(facts.filter(({ trial }) => trial.round === undefined)));
  const sets = lossesBySet(record, chosenOf(results));
  const found = [
    ...forests(verdict), ranks(record, sets, whole.plan.arms.length),
    ...sets.slice(0, MOST.sets).flatMap((set) => [convergence(folder, record, byPlace, set.name), staircase(record, byPlace, set.name), tradeOff('parameters', set, record, byPlace), tradeOff('seconds', set, record, byPlace)]),
  ];
  return found.filter((figure) => figure !== null);
}
