import type { JudgedComparison } from '@knotwork/statistics';
import { wordsOfSeeds } from '../plan/axes.js';
import { isAlike } from '../plan/halving-of.js';
import { ofJudge } from '../plan/judge-words.js';
import type { ArmSummary, Verdict } from '../verdict/verdict.js';

/** A cell: a text, or a number that every format writes in its own way; null where there is none. */
export type Cell = string | number | null;

/** A column of a table. */
export interface Column {
  /** What CSV and programs call it, the same for what is the same in all tables. */
  readonly title: string;
  /** What people read, where cells say the rest: `12 %`; the title when left out. */
  readonly heading?: string;
  /** How its numbers are written; `text` for words. */
  readonly as: 'text' | 'count' | 'number' | 'share';
}

/** A table of a study, to be written in any format. */
export interface StudyTable {
  /** Short, for the names of files and for programs. */
  readonly name: 'arms' | 'sizes' | 'tuning' | 'seconds' | 'halving' | 'these-sets' | 'sets-like-these';
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
  const { sets, setsLikeThese, loss, on, alpha, notes } = verdict;
  const stopped = verdict.halving?.stopped ?? [];
  const isSized = sets.some(({ arms }) => arms.some(({ size }) => size !== null));
  return [
    {
      name: 'arms', title: `${loss} ${ofJudge(on)}`, notes,
      columns: [{ title: 'set', as: 'text' }, { title: 'arm', as: 'text' }, { title: 'median', as: 'number' }, { title: 'failed', as: 'count' }, { title: 'of', as: 'count' }, { title: 'parameters', as: 'count' }],
      rows: sets.flatMap(({ set, arms }) => arms.map(({ arm, median, failed, trials, parameters }: ArmSummary) => [set, arm, median, failed, trials, parameters])),
    },
    {
      name: 'sizes', title: 'What networks are made of, and what a row costs', columns: isSized ? [...SIZES, ...ASKED] : SIZES,
      rows: sharedRows(sets.map(({ set, arms }) => ({ set, rows: arms.map((arm) => [...sizeOf(arm), ...(isSized ? askedOf(arm) : [])]) }))),
      notes: [SIZE_NOTE, ...(sets.some(({ arms }) => arms.some(({ freedom }) => freedom?.edf != null)) ? [EDF_NOTE] : [])],
    },
    ...(verdict.tuning.length === 0 ? [] : [{
      name: 'tuning', title: 'What arms chose', columns: CHOSEN, rows: verdict.tuning.map(({ set, arm, variant, chosen }) => [set, arm, variant, chosen]), notes: [],
    } as const]),
    ...(verdict.seconds.length === 0 ? [] : [{
      name: 'seconds', title: 'Seconds that were asked for and taken', columns: SECONDS,
      rows: verdict.seconds.map(({ set, arm, stopped, trials, asked, taken }) => [set, arm, stopped, trials, asked, taken]), notes: ['Taken: medians of whole trials, on the machine that ran them.'],
    } as const]),
    ...(verdict.halving === undefined ? [] : [halvingTable(verdict.halving, loss)]),
    {
      name: 'these-sets', title: 'Better on these data sets? Pairs are seeds',
      columns: [{ title: 'set', as: 'text' }, ...COMPARED],
      rows: sets.flatMap(({ set, comparisons }) => [...comparisons.map((comparison) => [set, ...rowOf(comparison)]), ...stoppedRows(verdict).map((row) => [set, ...row])]),
      notes: [`p is Holm's, over ${sets[0]!.comparisons.length} comparison${sets[0]!.comparisons.length === 1 ? '' : 's'} on each set; shown is what is at most ${Number(alpha.toPrecision(3))}.`, ...new Set(sets.map(({ reach }) => reach)), ...(sets.flatMap(enoughOf))],
    },
    {
      name: 'sets-like-these', title: 'Better on data sets like these? Pairs are sets', columns: [...COMPARED],
      rows: setsLikeThese.refused !== null ? [] : [...setsLikeThese.comparisons.map(rowOf), ...stoppedRows(verdict)],
      notes: setsLikeThese.refused !== null ? [setsLikeThese.refused] : [setsLikeThese.reach, ...(stopped.length === 0 ? [] : [`p is Holm's over all ${setsLikeThese.comparisons.length + stopped.length} comparisons: seeds are fresh, and data sets are those that arms were chosen on.`])],
    },
  ];
}

/** Sentences below a table that are few enough for a terminal. */
const FEW = 4;

/** The tables as one wants them in a terminal: of the many sentences that every comparison has of its own none. @param where all of them stand */
export function inBrief(tables: readonly StudyTable[], where: string): readonly StudyTable[] {
  return tables.map((table) => (table.notes.length <= FEW ? table : { ...table, notes: [...table.notes.slice(0, 2), `What is said of every comparison, and of its seeds, stands in ${where}.`] }));
}

/** Rows of every set; once where all sets have the same. */
function sharedRows(sets: readonly { readonly set: string; readonly rows: readonly (readonly Cell[])[] }[]): (readonly Cell[])[] {
  const [first, ...others] = sets as [typeof sets[number], ...typeof sets[number][]];
  const isSame = others.length > 0 && others.every(({ rows }) => JSON.stringify(rows) === JSON.stringify(first.rows));
  return (isSame ? [{ set: 'all', rows: first.rows }] : sets).flatMap(({ set, rows }) => rows.map((row) => [set, ...row]));
}

const CHOSEN: readonly Column[] = [{ title: 'set', as: 'text' }, { title: 'arm', as: 'text' }, { title: 'combination', as: 'text' }, { title: 'chosen', as: 'count' }];

const SECONDS: readonly Column[] = [
  { title: 'set', as: 'text' }, { title: 'arm', as: 'text' }, { title: 'stopped', as: 'count' }, { title: 'of', as: 'count' }, { title: 'asked', as: 'number' }, { title: 'taken', as: 'number' },
];

const SIZES: readonly Column[] = [
  { title: 'set', as: 'text' }, { title: 'arm', as: 'text' }, { title: 'nodes', as: 'count' }, { title: 'edges', as: 'count' }, { title: 'per edge', as: 'text' }, { title: 'parameters', as: 'count' },
  { title: 'edf', as: 'number' }, { title: 'edgewise operations', as: 'count' }, { title: 'dense operations', as: 'count' }, { title: 'local operations', as: 'count' },
];
const SIZE_NOTE = 'Medians. Nodes and edges are external degrees of freedom, parameters of an edge internal ones, layer by layer where they differ. Operations are of one row. '
  + 'Edgewise: all features anew for every edge, as Yu, Yu and Wang (2024) count; dense: all of them once per input; local: those that are not zero.';
const EDF_NOTE = 'edf: as many of the parameters as data decide, where smoothing chose itself.';

const ASKED: readonly Column[] = [{ title: 'size asked', as: 'text' }, { title: 'begun with', as: 'text' }];

/** What was asked of the size of a network, and what it was when training began. */
function askedOf({ size }: ArmSummary): Cell[] {
  const each = (perEdge: string | undefined, equal: number | undefined): Cell => [...(perEdge === undefined ? [] : [`${perEdge} per edge`]), ...(equal === undefined ? [] : [`${equal} ${size!.equal!.what}`])].join('; ') || null;
  const reached = size?.perEdge?.reached;
  return [each(size?.perEdge?.asked.toString(), size?.equal?.asked), each(reached === undefined ? undefined : layerByLayer(reached), size?.equal?.reached)];
}

/** One number where layers agree. */
const layerByLayer = (perEdge: readonly number[]): string => (new Set(perEdge).size > 1 ? perEdge : perEdge.slice(0, 1)).join(', ');

function sizeOf({ arm, parameters, freedom, operations }: ArmSummary): Cell[] {
  const { nodes = null, edges = null, edf = null } = freedom ?? {};
  return [arm, nodes, edges, freedom === null ? null : layerByLayer(freedom.perEdge), parameters, edf, ...[operations?.edgewise, operations?.dense, operations?.local].map((count) => (count === undefined ? null : Math.round(count)))];
}

const COMPARED: readonly Column[] = [
  { title: 'comparison', as: 'text' }, { title: 'pairs', as: 'count' }, { title: 'ratio', as: 'number' }, { title: 'from', as: 'number' }, { title: 'to', as: 'number' }, { title: 'p', as: 'number' },
  { title: 'wins', as: 'count' }, { title: 'losses', as: 'count' }, { title: 'failure rate', heading: 'failed', as: 'share' }, { title: 'baseline failure rate', heading: 'baseline failed', as: 'share' }, { title: 'answer', as: 'text' }, { title: 'enough', as: 'text' },
];

function rowOf(comparison: JudgedComparison): Cell[] {
  const { name, pairs, ratio, interval, adjustedP, wins, losses, failures, enoughSeeds } = comparison;
  return [
    name, pairs, ratio, interval?.lower ?? null, interval?.upper ?? null, adjustedP, wins, losses, failures.a.rate, failures.b.rate, answerOf(comparison),
    enoughSeeds.enough ? 'yes' : enoughSeeds.pairsForAlpha === null ? 'no' : `no: ${enoughSeeds.pairsForAlpha}`,
  ];
}

/** Comparisons of arms that were stopped: after which round, and nothing else. */
function stoppedRows({ halving }: Verdict): Cell[][] {
  return (halving?.stopped ?? []).map(({ name, round }) => COMPARED.map(({ title }) => (title === 'comparison' ? name : title === 'answer' ? `stopped in round ${round}` : null)));
}

const ROUNDS: readonly Column[] = [
  { title: 'round', as: 'count' }, { title: 'arm', as: 'text' }, { title: 'mean rank', as: 'number' }, { title: 'geometric mean', as: 'number' }, { title: 'failed', as: 'count' }, { title: 'of', as: 'count' }, { title: 'then', as: 'text' },
];

/** What arms came to in rounds, the best first. */
function halvingTable({ on, rounds }: NonNullable<Verdict['halving']>, loss: string): StudyTable {
  return {
    name: 'halving', title: `Who was stopped? Mean ranks by ${loss} ${ofJudge(on)}`, columns: ROUNDS,
    rows: rounds.flatMap(({ round, arms }) => [...arms].sort((a, b) => Number(a.isStopped) - Number(b.isStopped) || a.meanRank - b.meanRank || (a.geometricMean ?? Infinity) - (b.geometricMean ?? Infinity)).map(({ arm, meanRank, geometricMean, failed, of, isStopped }) => [round, arm, meanRank, geometricMean, failed, of, isStopped ? 'stopped' : 'goes on'])),
    notes: rounds.map(({ round, seeds, overrides }, k) => {
      const earlier = rounds.slice(0, k).filter((other) => isAlike(other, { overrides })).map((other) => other.round);
      return `Round ${round}: seeds ${wordsOfSeeds(seeds)}${overrides.length === 0 ? '' : `, with ${overrides.join(' ')}`}${earlier.length === 0 ? '' : `, and those of round ${earlier.join(' and ')}`}.`;
    }),
  };
}

/** What there is to say of the comparisons of a set: whether seeds were enough, and what else a reader has to know. */
function enoughOf({ set, comparisons }: Verdict['sets'][number]): string[] {
  return comparisons.map(({ name, enoughSeeds, notes }) => `${set}, ${name}: ${[enoughSeeds.says, ...notes].join(' ')}`);
}
