import { mean, median, rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Rows, Samples } from '@knotwork/plugin';
import { rowsOf } from '../keep/kept-rows.js';
import type { Generalization, JudgedRows } from './generalization.js';

/** Rows of regression that were not trained on, with a filled cell in an input that the network uses, beside those without any. Root mean square errors are in the network's units: about spreads of the targets. Rows count as they are weighed. */
export interface FilledRows {
  readonly rows: number;
  readonly rmse: number;
  /** Those without filled cells. */
  readonly others: { readonly rows: number; readonly rmse: number };
  /** Whether rows with filled cells are surely predicted much worse. */
  readonly isWorse: boolean;
  /** Whether rows are weighed; left out where they are not. */
  readonly isWeighed?: true;
}

/** Judged rows, and where their inputs stand for missing cells. */
export interface MaybeFilled extends JudgedRows { readonly inputs: Samples; readonly filled: Rows['filled'] }

/** Of fewer rows nothing is said: one of them would be a good part of a mean square. */
const LEAST_ROWS = 5;
/** Of fewer than five rows with filled cells each must be this many times as far away as the middle one of all rows: a slip is of one of them. Of a single row it cannot be told. */
const FEW = { rows: 2, apart: 3 };
/** How many times as large errors of rows with filled cells are, and how large at least, as a share of the spread: a hundredth of the variance. */
const [WORSE, VISIBLE] = [3, 0.1];
/**
 * Standard errors by which logarithms of errors differ at least. One slip among few rows makes a mean square large, but not the mean of logarithms: of 5 to 100 rows that differ by chance alone, with tails as heavy as those of t with two degrees of freedom, with logarithms
 * that are normal with a deviation of 2, or with a slip in 50 rows, 3 times as large a root mean square came in 3 to 44 of 100 cases, and with this in less than 1. Of five rows beside five it says nothing; of five beside 20 that are 17 times as large, nearly always.
 * Of two to four rows a slip alone passes it in up to 2 of 100 cases, and less than 1 where each of them must be far away; three beside 37 that are 17 or 30 times as large are then seen in 75 and 84 of 100.
 * Medians would say nothing where cells are filled in several columns of which one matters.
 */
const CLEAR = 3;
/** Smallest error that logarithms tell from none, as a share of the spread. */
const ROUNDING = 1e-6;

/**
 * Tells rows with filled cells apart. What a network is not told of these is no sign that it follows its training rows: that is judged by rows without filled cells, where there are five of either part.
 *
 * @param others rows that were not trained on
 * @param uses of each input, whether outputs can depend on it: what was filled where nothing depends on it does nothing
 * @param judge of generalization, which is loaded already
 */
export function filledApart(train: MaybeFilled, others: readonly MaybeFilled[], uses: readonly boolean[], judge: (train: JudgedRows, others: readonly JudgedRows[]) => Generalization | null): { readonly filled: FilledRows | null; readonly generalization: Generalization | null } {
  const [own, ...apart] = [train, ...others].map((part) => partsOf(part, uses)) as [Parts, ...Parts[]];
  const [filled, whole] = [apart.map((part) => part.filled), apart.map((part) => part.whole)];
  const isApart = own.filled.targets.count + countIn(filled) > 0 && Math.min(own.whole.targets.count, countIn(whole)) >= LEAST_ROWS;
  const found = isApart ? judge(own.whole, whole) : judge(train, others);
  return { filled: besideOthers(filled, whole), generalization: found === null || !isApart ? found : { ...found, isWhole: true } };
}

function besideOthers(filled: readonly JudgedRows[], whole: readonly JudgedRows[]): FilledRows | null {
  const [own, other] = [errorsOf(filled), errorsOf(whole)];
  if (own.length < FEW.rows || other.length < LEAST_ROWS || !(own.every(Number.isFinite) && other.every(Number.isFinite))) return null;
  const [rmse, beside] = [rootMeanSquare(own), rootMeanSquare(other)];
  const isWorse = rmse >= VISIBLE && rmse >= WORSE * beside && isClear(own, other);
  return { rows: own.length, rmse, others: { rows: other.length, rmse: beside }, isWorse, ...([...filled, ...whole].some(({ weights }) => weights !== undefined) ? { isWeighed: true as const } : {}) };
}

/** Whether errors are larger than others by more than chance: as if groups had been drawn from all of them. Errors below the median count as that: how small they are is chance. */
function isClear(own: Float64Array, others: Float64Array): boolean {
  const unit = Math.max(median(joined(own, others)), ROUNDING);
  if (own.length < LEAST_ROWS && own.some((error) => error < FEW.apart * unit)) return false;
  const sizes = (errors: Float64Array): Float64Array => errors.map((error) => Math.log(Math.max(error / unit, 1)));
  const [large, small] = [sizes(own), sizes(others)];
  const error = standardDeviation(joined(large, small)) * Math.sqrt(1 / own.length + 1 / others.length);
  return mean(large) - mean(small) > CLEAR * error;
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** A sentence where rows with filled cells are predicted much worse. @param result content of result.json */
export function filledNotes(result: Readonly<Record<string, unknown>>): readonly string[] {
  const found = (result['filled'] ?? null) as FilledRows | null;
  if (found?.isWorse !== true) return [];
  const { rows, rmse, others, isWeighed = false } = found;
  return [`rows with empty cells, which are filled, are predicted much worse: of the rows that were not trained on, the RMSE of ${rows} with such cells${isWeighed ? ', weighed,' : ''} is ${percent(rmse)} of the spread of the targets, that of the ${others.rows} without is ${percent(others.rmse)}. `
    + 'What fills a cell says nothing of what belongs there: fill in these cells or, of a table, set missing: drop, which leaves out rows with empty cells (predict writes NaN for such rows then)'];
}

const percent = (share: number): string => `${String(Number((100 * share).toPrecision(2)))} %`;

/** Rows with filled cells, and those without any. */
interface Parts { readonly filled: JudgedRows; readonly whole: JudgedRows }

function partsOf(part: MaybeFilled, uses: readonly boolean[]): Parts {
  const { count, width } = part.inputs;
  const isFilled = new Uint8Array(count);
  for (const place of part.filled ?? []) if (uses[place % width]!) isFilled[Math.floor(place / width)] = 1;
  const some = (of: 0 | 1): JudgedRows => someRows(part, Uint32Array.from(isFilled.keys()).filter((row) => isFilled[row] === of));
  return { filled: some(1), whole: some(0) };
}

function someRows({ targets, predictions, weights }: JudgedRows, rows: Uint32Array): JudgedRows {
  return { targets: rowsOf(targets, rows), predictions: rowsOf(predictions, rows), ...(weights === undefined ? {} : { weights: Float64Array.from(rows, (row) => weights[row]!) }) };
}

const countIn = (parts: readonly JudgedRows[]): number => parts.reduce((sum, { targets }) => sum + targets.count, 0);

/** Of each row over all targets; squares count as rows are weighed. */
const errorsOf = (parts: readonly JudgedRows[]): Float64Array => Float64Array.from(parts.flatMap(({ targets, predictions, weights }) => Array.from({ length: targets.count }, (_, n) => {
  const left = Float64Array.from({ length: targets.width }, (_, k) => targets.values[n * targets.width + k]! - predictions.values[n * targets.width + k]!);
  return Math.sqrt(weights?.[n] ?? 1) * rootMeanSquare(left);
})));
