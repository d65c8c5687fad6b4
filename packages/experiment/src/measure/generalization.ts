import { median, rootMeanSquare } from '@knotwork/numerics';
import type { Rows, Samples } from '@knotwork/plugin';
import { type Done, mayHelp } from './remedies.js';

/** Root mean square errors of regression on rows that a network was trained on and on others, in the network's units: about spreads of the targets. Rows count as they are weighed. */
export interface Generalization {
  readonly train: number;
  readonly others: number;
  /** Whether it does so much worse on others that it follows its training rows rather than what is behind them. */
  readonly isWorse: boolean;
  /** Whether rows are weighed; left out where they are not. */
  readonly isWeighed?: true;
  /** Whether rows with filled cells are left out, which `filled` tells apart; left out where all rows count. */
  readonly isWhole?: true;
}

/** Targets and predictions, in the network's units, and weights of mean 1. */
export interface JudgedRows { readonly targets: Samples; readonly predictions: Samples; readonly weights?: Rows['weights'] }

/** How many times as large errors are on other rows, also the median one, since a few slips may be there; and how large at least: what is met nearly has nothing to follow. */
const [WORSE, WORSE_IN_MEDIAN, VISIBLE] = [3, 2, 0.03];

/** @returns null without other rows, and where a network diverged */
export function generalization(train: JudgedRows, others: readonly JudgedRows[]): Generalization | null {
  const [own, other] = [distances([train]), distances(others)];
  if (own.length === 0 || other.length === 0 || ![...own, ...other].every(Number.isFinite)) return null;
  const errors = { train: rootMeanSquare(own), others: rootMeanSquare(other) };
  return { ...errors, ...([train, ...others].some(({ weights }) => weights !== undefined) ? { isWeighed: true as const } : {}), isWorse: errors.others >= VISIBLE && errors.others > WORSE * errors.train && median(other) > WORSE_IN_MEDIAN * median(own) };
}

/** What the network was told to be near to, and what not: squares of distances count as rows are weighed. */
const distances = (parts: readonly JudgedRows[]): Float64Array => Float64Array.from(parts.flatMap(({ targets, predictions, weights }) => Array.from(targets.values, (y, k) => Math.sqrt(weights?.[Math.floor(k / targets.width)] ?? 1) * Math.abs(y - predictions.values[k]!))));

/** A sentence about a network that follows its training rows; null where it does not. @param done what need not be told */
export function generalizationNote(found: Generalization | null, done: Done): string | null {
  if (found?.isWorse !== true) return null;
  const { train, others, isWeighed = false, isWhole = false } = found;
  const times = train <= EXACT ? 'and training rows are met exactly' : `${String(Number((others / train).toPrecision(2)))} times that of training rows`;
  return `the network follows its training rows more than what is behind them: the RMSE of the other rows${isWhole ? ' without empty cells' : ''}${isWeighed ? ', weighed,' : ''} is ${String(Number((100 * others).toPrecision(2)))} % of the spread of the targets, ${times}. ${mayHelp(done, done.isSmooth ? [] : ['smoothing: auto (where it is refused, a regularizer)'])}`;
}

/** Of what is met but for rounding, a ratio of errors says nothing. */
const EXACT = 1e-6;
