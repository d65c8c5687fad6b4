import type { JudgedComparison } from '@knotwork/statistics';
import type { ArmSummary, Verdict } from '../verdict/verdict.js';

/** A cell: a text, or a number that every format writes in its own way; null where there is none. */
export type Cell = string | number | null;

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** How its numbers are written; `text` for words. */
  readonly as: 'text' | 'count' | 'number' | 'share';
}

/** A table of a study, to be written in any format. */
export interface StudyTable {
  /** Short, for the names of files and for programs. */
  readonly name: 'arms' | 'these-sets' | 'sets-like-these';
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Sentences below it. */
  readonly notes: readonly string[];
}

/** What a comparison came to, in a word. */
export function answerOf({ isSignificant, ratio }: Pick<JudgedComparison, 'isSignificant' | 'ratio'>): 'better' | 'worse' | 'different' | 'not shown' {
  return !isSignificant ? 'not shown' : ratio < 1 ? 'better' : ratio > 1 ? 'worse' : 'different';
}

/** The tables of a verdict: what arms came to, and both questions. */
export function tablesOf(verdict: Verdict): readonly StudyTable[] {
  const { sets, setsLikeThese, metric, on, alpha, notes } = verdict;
  return [
    {
      name: 'arms', title: `${metric} on ${on} rows`, notes,
      columns: [{ title: 'set', as: 'text' }, { title: 'arm', as: 'text' }, { title: 'median', as: 'number' }, { title: 'failed', as: 'count' }, { title: 'of', as: 'count' }, { title: 'parameters', as: 'count' }],
      rows: sets.flatMap(({ set, arms }) => arms.map(({ arm, median, failed, trials, parameters }: ArmSummary) => [set, arm, median, failed, trials, parameters])),
    },
    {
      name: 'these-sets', title: 'Better on these data sets? Pairs are seeds',
      columns: [{ title: 'set', as: 'text' }, ...COMPARED],
      rows: sets.flatMap(({ set, comparisons }) => comparisons.map((comparison) => [set, ...rowOf(comparison)])),
      notes: [`p is Holm's, over ${sets[0]!.comparisons.length} comparison${sets[0]!.comparisons.length === 1 ? '' : 's'} on each set; shown is what is at most ${Number(alpha.toPrecision(3))}.`, ...new Set(sets.map(({ reach }) => reach)), ...(sets.flatMap(enoughOf))],
    },
    {
      name: 'sets-like-these', title: 'Better on data sets like these? Pairs are sets', columns: [...COMPARED],
      rows: setsLikeThese.refused !== null ? [] : setsLikeThese.comparisons.map(rowOf),
      notes: setsLikeThese.refused !== null ? [setsLikeThese.refused] : [setsLikeThese.reach],
    },
  ];
}

const COMPARED: readonly Column[] = [
  { title: 'comparison', as: 'text' }, { title: 'pairs', as: 'count' }, { title: 'ratio', as: 'number' }, { title: 'from', as: 'number' }, { title: 'to', as: 'number' }, { title: 'p', as: 'number' },
  { title: 'wins', as: 'count' }, { title: 'losses', as: 'count' }, { title: 'failed', as: 'share' }, { title: 'baseline failed', as: 'share' }, { title: 'answer', as: 'text' }, { title: 'enough', as: 'text' },
];

function rowOf(comparison: JudgedComparison): Cell[] {
  const { name, pairs, ratio, interval, adjustedP, wins, losses, failures, enoughSeeds } = comparison;
  return [
    name, pairs, ratio, interval?.lower ?? null, interval?.upper ?? null, adjustedP, wins, losses, failures.a.rate, failures.b.rate, answerOf(comparison),
    enoughSeeds.enough ? 'yes' : enoughSeeds.pairsForAlpha === null ? 'no' : `no: ${enoughSeeds.pairsForAlpha}`,
  ];
}

/** What there is to say of the comparisons of a set: whether seeds were enough, and what else a reader has to know. */
function enoughOf({ set, comparisons }: Verdict['sets'][number]): string[] {
  return comparisons.map(({ name, enoughSeeds, notes }) => `${set}, ${name}: ${[enoughSeeds.says, ...notes].join(' ')}`);
}
