import { type CubicSplines, cubicSplines, leastSquares, rootMeanSquare, splineFeatures, standardDeviation } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';

/** Rows whose target is this share of the root mean square or more count nearly in full: noise of one size makes logarithms of small numbers meaningless. */
export const SMALL = 0.1;
/** Steps after the fit of logarithms, and the most that is taken for left of a logarithm. */
const STEPS = 3;
const MOST_LEFT = 3;
/** Pieces of the splines of the inputs that need not be powers. */
const INTERVALS = 4;
/** What is left of logarithms that are met but for rounding. */
export const ROUNDING = 1e-9;
/** Rows for each number of a fit. */
export const ROWS_PER_NUMBER = 5;

/** Columns of a table whose target and inputs are not 0. */
export interface Logarithms {
  readonly rows: number;
  /** Of the target, and of what is small there. */
  readonly target: Float64Array;
  readonly small: number;
  /** Of targets whose size is one of a sign, -1 of those that noise gives the other one. Left out where targets are looked at whatever their signs. */
  readonly signs?: Float64Array;
  /** Of inputs, and their deviations. */
  readonly logs: readonly Float64Array[];
  readonly spreads: readonly number[];
  /** Whether an input has both signs, or one that only whole powers are of. */
  readonly isSigned: readonly boolean[];
  /** Columns of splines of every input. */
  readonly splines: readonly (readonly Float64Array[])[];
}

export function logarithmsOf({ count, width, values }: Samples, targets: Float64Array): Logarithms {
  const at = (i: number, n: number): number => values[n * width + i]!;
  const kept = Array.from({ length: count }, (_, n) => n).filter((n) => targets[n] !== 0 && Array.from({ length: width }, (_, i) => at(i, n)).every((x) => x !== 0));
  const column = (of: (n: number) => number): Float64Array => Float64Array.from(kept, of);
  const logs = Array.from({ length: width }, (_, i) => column((n) => Math.log(Math.abs(at(i, n)))));
  return {
    rows: kept.length, target: column((n) => Math.log(Math.abs(targets[n]!))), small: Math.log(SMALL * rootMeanSquare(targets)), logs, spreads: logs.map((log) => (log.length === 0 ? NaN : standardDeviation(log))),
    isSigned: logs.map((_, i) => kept.some((n) => at(i, n) < 0)),
    splines: logs.map((log, i) => [...splineColumns(column((n) => at(i, n))), ...splineColumns(log)]),
  };
}

/** Columns of the splines of a column. */
export function splineColumns(x: Float64Array, intervals = INTERVALS): Float64Array[] {
  if (x.length === 0) return [];
  const splines: CubicSplines = cubicSplines(x, intervals);
  const rows = Array.from(x, (v) => splineFeatures(splines, v));
  return Array.from(rows[0]!, (_, k) => Float64Array.from(rows, (row) => row[k]!));
}

/** A fit of the target's size as exp of a sum: the constant is the first coefficient. */
export interface Exponents {
  readonly coefficients: Float64Array;
  readonly errors: Float64Array;
  readonly squares: number;
  readonly free: number;
  /** Of rows as they are weighted. */
  readonly left: Float64Array;
  /** Nats that describe the targets by it, the deviation of target y being in proportion to sqrt(y^2 + small^2), up to a constant. */
  readonly nats: number;
}

/**
 * Least squares of the logarithms, then, since noise makes their errors lopsided, Gauss-Newton steps of the size of the target itself: ln y is the linear function f, and (y - e^f) / e^f what is left of it.
 *
 * @param asked columns, the first ones, whose standard errors are wanted @returns null where there are too few rows
 */
export function exponentsOf({ rows, target, small, signs }: Logarithms, others: readonly Float64Array[], asked = 0): Exponents | null {
  const columns = 1 + others.length;
  if (rows < ROWS_PER_NUMBER * columns) return null;
  const plain = new Float64Array(rows * columns);
  for (let n = 0; n < rows; n++) for (let j = 0; j < columns; j++) plain[n * columns + j] = j === 0 ? 1 : others[j - 1]![n]!;
  let [fitted, left, last] = [target, new Float64Array(rows), new Float64Array(columns)];
  let [matrix, errors, scales] = [plain, new Float64Array(rows), 0];
  for (let step = 0; step <= STEPS; step++) {
    const weights = fitted.map((f) => 1 / Math.sqrt(1 + Math.exp(2 * (small - f))));
    matrix = plain.map((v, k) => v * weights[Math.floor(k / columns)]!);
    const right = fitted.map((f, n) => (f + left[n]!) * weights[n]!);
    last = Float64Array.from(leastSquares(matrix, right, { rows, columns, count: 1 }).coefficients);
    const next = times(plain, last, rows);
    errors = right.map((v, n) => v - weights[n]! * next[n]!);
    scales = fitted.reduce((sum, f, n) => sum + f - Math.log(weights[n]!), 0);
    fitted = next;
    left = target.map((t, n) => {
      const share = Math.max(-MOST_LEFT, Math.min(MOST_LEFT, t - next[n]!));
      return signs?.[n] === -1 ? -Math.exp(share) - 1 : Math.expm1(share);
    });
  }
  const squares = errors.reduce((sum, v) => sum + v * v, 0);
  const nats = scales + (rows / 2) * Math.log(Math.max(squares / rows, ROUNDING ** 2));
  return { coefficients: last, errors: errorsOf(matrix, rows, columns, asked, squares / (rows - columns)), squares, free: rows - columns, left: errors, nats };
}

/** A matrix times a vector, `[rows]`. */
function times(matrix: Float64Array, vector: Float64Array, rows: number): Float64Array {
  const columns = vector.length;
  return Float64Array.from({ length: rows }, (_, n) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += matrix[n * columns + j]! * vector[j]!;
    return sum;
  });
}

/** Standard errors of the first coefficients after the constant: of each by what the other columns leave of its column. */
function errorsOf(matrix: Float64Array, rows: number, columns: number, count: number, variance: number): Float64Array {
  return Float64Array.from({ length: 1 + count }, (_, k) => {
    if (k === 0) return Infinity;
    const others = columns - 1;
    const [a, b] = [new Float64Array(rows * others), new Float64Array(rows)];
    for (let n = 0; n < rows; n++) {
      b[n] = matrix[n * columns + k]!;
      for (let j = 0; j < others; j++) a[n * others + j] = matrix[n * columns + (j < k ? j : j + 1)]!;
    }
    const explained = times(a, leastSquares(a, b, { rows, columns: others, count: 1 }).coefficients, rows);
    return Math.sqrt(variance / b.reduce((sum, v, n) => sum + (v - explained[n]!) ** 2, 0));
  });
}

/** An exponent is one of those that are offered if it is within so many standard errors of it. */
const NEAR = 3;

/**
 * The exponent that is offered and nearest, or 0; null where none is near enough.
 *
 * @param atAll how near is near enough, however well it is known @param known largest standard error with which it counts
 */
export function offeredExponent(value: number, error: number, powers: readonly number[], atAll: number, known: number): number | null {
  const power = [0, ...powers].reduce((a, b) => (Math.abs(b - value) < Math.abs(a - value) ? b : a));
  return error <= known && Math.abs(power - value) <= Math.max(NEAR * error, atAll) ? power : null;
}

/** Powers that there are of an input. */
export const powersOf = ({ isSigned }: Logarithms, input: number, powers: readonly number[]): readonly number[] => (isSigned[input]! ? powers.filter(Number.isInteger) : powers);
