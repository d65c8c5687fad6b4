import { quantiles } from '@knotwork/numerics';

/** A number that seems to stand for a missing value. */
export interface MissingCode {
  readonly value: number;
  readonly rows: number;
  /** Smallest and largest of all other numbers of the column. */
  readonly others: readonly [number, number];
}

/** Fewer rows may be chance, and of fewer different numbers nobody knows how far they go. */
const [LEAST_ROWS, LEAST_OTHERS] = [3, 5];
/** How many times the range of all others a number must lie beyond them: one that is written with nines alone, and any. */
const [NINES, ANY] = [3, 100];
/** By logarithms, in times of what lies between the 10 % and the 90 % quantile of the others: steps of decades go on so. */
const [NINES_BY_LOGARITHMS, ANY_BY_LOGARITHMS] = [1, 3];
/** Of the rows: what is more frequent is what the column holds. */
const MOST = 0.5;

/**
 * Finds the number that stands where nothing was measured, such as -999: the smallest or the largest of a column, several times, and far beyond all others.
 *
 * @param numbers of a column, in any order @returns null where there is none; 0 never is
 */
export function missingCode(numbers: readonly number[]): MissingCode | null {
  const sorted = Float64Array.from(numbers).sort();
  for (const value of new Set([sorted[0], sorted.at(-1)])) {
    if (value === undefined || value === 0) continue;
    const others = sorted.filter((number) => number !== value);
    const rows = sorted.length - others.length;
    if (rows < LEAST_ROWS || rows > MOST * sorted.length || new Set(others).size < LEAST_OTHERS) continue;
    const [low, high] = [others[0]!, others.at(-1)!];
    const isNines = /^-?9+(\.9+)?$/.test(String(value));
    if (Math.max(low - value, value - high) > (isNines ? NINES : ANY) * (high - low) && isBeyondByLogarithms(value, others, isNines ? NINES_BY_LOGARITHMS : ANY_BY_LOGARITHMS)) return { value, rows, others: [low, high] };
  }
  return null;
}

/** Whether a number lies beyond others of its sign by their logarithms, too. */
function isBeyondByLogarithms(value: number, others: Float64Array, times: number): boolean {
  const logarithms = others.filter((number) => number * value > 0).map((number) => Math.log(Math.abs(number)));
  if (logarithms.length < 2) return true;
  const [low, high] = quantiles(logarithms, Float64Array.of(0.1, 0.9)) as unknown as [number, number];
  return Math.log(Math.abs(value)) - logarithms.reduce((most, v) => Math.max(most, v), -Infinity) > times * (high - low);
}
