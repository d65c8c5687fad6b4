import type { JudgedComparison } from '@knotwork/statistics';
import { shown } from '../tables/shown.js';
import { answerOf } from '../tables/study-table.js';
import type { Verdict } from '../verdict/verdict.js';

/** What came of it in one sentence. */
export function headlineOf({ sets, setsLikeThese, halving }: Verdict): string {
  const stopped = halving?.stopped.length ?? 0;
  return `${shownOf({ sets, setsLikeThese })}${stopped === 0 ? '' : ` ${stopped} arm${stopped === 1 ? ' was' : 's were'} stopped before.`}`;
}

function shownOf({ sets, setsLikeThese }: Pick<Verdict, 'sets' | 'setsLikeThese'>): string {
  const [{ comparisons }] = sets as [Verdict['sets'][number]];
  const isShown = (k: number): boolean => [...sets.map((set) => set.comparisons[k]!), ...(setsLikeThese.refused === null ? [setsLikeThese.comparisons[k]!] : [])].some(({ isSignificant }) => isSignificant);
  const shownNames = comparisons.flatMap(({ name }, k) => (isShown(k) ? [name] : []));
  if (shownNames.length === 0) return comparisons.length === 1 ? 'No difference is shown.' : `None of ${comparisons.length} comparisons shows a difference.`;
  if (comparisons.length === 1) return 'A difference is shown.';
  return `${shownNames.length} of ${comparisons.length} comparisons show a difference${sets.length === 1 ? '' : ', on one data set at least'}.`;
}

/** What every comparison came to, a sentence each. @param infinity how infinite ratios are written */
export function verdictWords({ sets, setsLikeThese, halving }: Verdict, infinity = 'inf'): readonly string[] {
  const stopped = (halving?.stopped ?? []).map(({ name, arm, round }) => {
    const { arms } = halving!.rounds[round - 1]!;
    return `${name}: stopped after round ${round}, mean rank ${Number(arms.find((one) => one.arm === arm)!.meanRank.toPrecision(3))} of ${arms.length}; not tested.`;
  });
  const tested = sets[0]!.comparisons.map(({ name }, k) => {
    const own = sets.map(({ comparisons }) => comparisons[k]!);
    const like = setsLikeThese.refused === null ? ` On data sets like these: ${inWords(setsLikeThese.comparisons[k]!, infinity)}.` : '';
    return `${name}: ${own.length === 1 ? inWords(own[0]!, infinity) : onSets(own)}.${like}`;
  });
  return [...tested, ...stopped];
}

/** What may come of a comparison, as it is told. */
const ANSWERS = ['better', 'worse', 'different', 'not shown'] as const;

function onSets(comparisons: readonly JudgedComparison[]): string {
  const answers = comparisons.map(answerOf);
  const told = ANSWERS.map((answer) => [answer, answers.filter((other) => other === answer).length] as const).filter(([, count]) => count > 0);
  if (told.length === 1) return told[0]![0] === 'not shown' ? `shown on none of ${comparisons.length} data sets` : `${told[0]![0]} on all ${comparisons.length} data sets`;
  return `${told.map(([answer, count]) => `${answer} on ${count}`).join(', ')} of ${comparisons.length} data sets`;
}

function inWords(comparison: JudgedComparison, infinity: string): string {
  const number = (value: number): string => shown(value, { title: '', as: 'number' }, infinity);
  const { ratio, interval, adjustedP } = comparison;
  return `${answerOf(comparison)}, ratio ${number(ratio)}${interval === null ? '' : ` [${number(interval.lower)}, ${number(interval.upper)}]`}, p ${number(adjustedP)}`;
}
