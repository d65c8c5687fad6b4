import type { NetworkExport } from '@knotwork/network/exported';
import type { ExportedDerivative, Samples } from '@knotwork/plugin';
import { canTry, runTrial } from './run-trial.js';

/** How far the numbers of exported files can be from the network's, by their precision: relative to the largest size of an output over all rows. What is quantized is as far as its options make it. */
const ALLOWED = { double: 1e-12, single: 1e-5, quantized: Infinity } as const;
/** The same of derivatives, which lose digits: coefficients are multiplied by widths of intervals, again and again. */
const ALLOWED_OF_DERIVATIVES = { double: 1e-10, single: 1e-3, quantized: Infinity } as const;

/** Exported files add up in an order of their own: a few times what two other orders differ by. */
const TIMES_NOISE = 10;
/** How many times larger the rounding of single precision is. */
const DIGITS_OF_SINGLE = 2 ** 29;
/** However ill-conditioned a network is, a file that is further off computes something else. */
const MOST_TIMES_USUAL = 1000;

/** How far some numbers of exported files are from those of their network. */
export interface Closeness {
  /** Largest difference of a number, relative to the largest size of its column over the rows; NaN where one is no number and the other is. */
  readonly difference: number;
  readonly allowed: number;
  readonly isClose: boolean;
  /** Rows that were compared. */
  readonly rows: number;
}

/** What a comparison of exported files with their network found: of outputs, and of derivatives where these are known. */
export interface ExportComparison extends Closeness {
  /** The root mean square of the differences of outputs, each relative to the largest size of its column. */
  readonly typical: number;
  /** Rows in which another output is the largest: of a classification, those of another class. */
  readonly otherLargest: number;
  readonly derivatives?: Closeness;
}

/** Derivatives that a network has. */
export interface KnownDerivatives {
  readonly columns: readonly ExportedDerivative[];
  /** `[rows][columns]`, in the user's units. */
  readonly expected: Samples;
  /** Rows at which derivatives are continuous, by number: elsewhere rounding decides which side of a jump is seen, and nothing is compared. */
  readonly rows: readonly number[];
  /** The same, computed in another right way. Asked only where files differ by more than usual. */
  readonly again: () => Samples;
}

/**
 * Runs exported files on rows and compares their outputs with those of the network.
 *
 * @param rows of inputs, in the user's units, such as the run's own
 * @param expected outputs of the network for them, in the user's units
 * @param noise tells how far two right ways to compute the network in double precision are from each other, as {@link differenceOf} does: of sums that cancel more digits are lost, and more may
 *   differ. Asked only where files differ by more than usual
 * @param derivatives of the network, where the files have them
 * @returns null where this machine has not what the trial needs: `exported.trial.needs`
 * @throws KnotworkError `plugin` where files do not run
 */
export async function compareExport(
  exported: Pick<NetworkExport, 'files' | 'trial' | 'precision'>, rows: Samples, expected: Samples, noise: () => number = () => 0, derivatives?: KnownDerivatives,
): Promise<ExportComparison | null> {
  if (!(await canTry(exported.trial))) return null;
  const lines = await runTrial(exported.files, exported.trial, rows);
  const { precision } = exported;
  const read = ({ count, width }: Samples, first: number): Samples => ({ count, width, values: Float64Array.from({ length: count * width }, (_, k) => lines[Math.floor(k / width)]![first + k % width]!) });
  const got = read(expected, 0);
  const differences = differencesOf(got, expected);
  const outputs = {
    ...closeness(largestOf(differences), ALLOWED[precision], noise, precision), rows: rows.count,
    typical: Math.sqrt(differences.reduce((sum, d) => sum + d * d, 0) / differences.length), otherLargest: lines.filter((_, row) => topOf(got, row) !== topOf(expected, row)).length,
  };
  if (derivatives === undefined) return outputs;
  const known = only(derivatives.expected, derivatives.rows);
  const least = leastSizes(derivatives.columns, rows, expected);
  const differs = (got: Samples): number => differenceOf(only(got, derivatives.rows), known, least);
  return { ...outputs, derivatives: { ...closeness(differs(read(derivatives.expected, expected.width)), ALLOWED_OF_DERIVATIVES[precision], () => differs(derivatives.again()), precision), rows: known.count } };
}

/** Number of the largest output of a row, the first of several. */
function topOf({ width, values }: Samples, row: number): number {
  const own = values.subarray(row * width, (row + 1) * width);
  return own.reduce((top, v, k) => (v > own[top]! ? k : top), 0);
}

function closeness(difference: number, usual: number, noise: () => number, precision: NetworkExport['precision']): Omit<Closeness, 'rows'> {
  const lost = (): number => Math.min(TIMES_NOISE * noise() * (precision === 'single' ? DIGITS_OF_SINGLE : 1), MOST_TIMES_USUAL * usual);
  const allowed = difference <= usual ? usual : Math.max(usual, lost());
  return { difference, allowed, isClose: difference <= allowed };
}

/** Some of the rows. */
function only({ width, values }: Samples, rows: readonly number[]): Samples {
  return { count: rows.length, width, values: Float64Array.from({ length: rows.length * width }, (_, k) => values[rows[Math.floor(k / width)]! * width + k % width]!) };
}

/** Sizes of derivatives, by column, below which they are rounding: that of the output over the ranges of the inputs. A derivative that is 0 everywhere is compared by it. */
function leastSizes(columns: readonly ExportedDerivative[], rows: Samples, outputs: Samples): number[] {
  const sizes = (of: Samples, column: number): number[] => Array.from({ length: of.count }, (_, row) => of.values[row * of.width + column]!);
  return columns.map(({ output, inputs }) => inputs.reduce((size, i) => {
    const values = sizes(rows, i);
    const range = values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity);
    return range > 0 ? size / range : 0;
  }, sizes(outputs, output).reduce((most, v) => Math.max(most, Math.abs(v)), 0)));
}

/**
 * The largest difference of an output, relative to the largest size of that output in `expected`; NaN where one is no number and the other is.
 *
 * @param least sizes that outputs count for at least, by column
 */
export function differenceOf(got: Samples, expected: Samples, least: readonly number[] = []): number { return largestOf(differencesOf(got, expected, least)); }

const largestOf = (differences: Float64Array): number => differences.reduce((worst, d) => (d > worst || Number.isNaN(d) ? d : worst), 0);

/** All differences, each relative to the largest size of its column in `expected`. */
function differencesOf(got: Samples, expected: Samples, least: readonly number[] = []): Float64Array {
  const { width, values } = expected;
  const largest = Float64Array.from({ length: width }, (_, k) => least[k] ?? 0);
  values.forEach((v, k) => { largest[k % width] = Math.max(largest[k % width]!, Math.abs(v)); });
  return values.map((value, k) => {
    const other = got.values[k]!;
    return Object.is(other, value) || other === value ? 0 : Math.abs(other - value) / (largest[k % width]! || 1);
  });
}
