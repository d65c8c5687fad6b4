import { makeReflection, reflect } from '@knotwork/numerics';

/** Columns that depend on others to this share of their length are not determined. */
const DEPENDENT = 1e-10;

/** What rows say of constants. */
export interface Determined {
  /** Of each constant: its standard error for residuals of standard deviation 1; Infinity where the residuals do not change with it. */
  readonly spreads: Float64Array;
  readonly rank: number;
}

/** A loop, not `reduce`: a large share of every search is here. */
export function squaresOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}

/** Q'J = R of a Jacobian with columns of length 1, and Q'r. */
export interface ScaledQr {
  /** Upper triangle by columns, `[count][count]`. */
  readonly r: Float64Array;
  readonly right: Float64Array;
  /** Lengths of the columns; 1 for those of zeros. */
  readonly lengths: Float64Array;
  readonly count: number;
  /** What Q is made of: column j from its row j on is the vector of reflection j, `[count][rows]`. */
  readonly reflections: Float64Array;
}

/** @param jacobian by columns; used up. @returns null where it is not finite */
export function scaledQr(jacobian: Float64Array, residuals: Float64Array): ScaledQr | null {
  const rows = residuals.length;
  const count = rows === 0 ? 0 : jacobian.length / rows;
  const lengths = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    const at = j * rows;
    const length = Math.sqrt(squaresOf(jacobian.subarray(at, at + rows)));
    if (!Number.isFinite(length)) return null;
    lengths[j] = length === 0 ? 1 : length;
    for (let i = at; i < at + rows; i++) jacobian[i]! /= lengths[j]!;
  }
  const right = residuals.slice();
  const r = new Float64Array(count * count);
  for (let j = 0; j < count; j++) {
    for (let i = 0; i < Math.min(j, rows); i++) r[j * count + i] = jacobian[j * rows + i]!;
    if (j >= rows) continue;
    const [at, left] = [j * rows + j, rows - j];
    r[j * count + j] = makeReflection(jacobian, at, left);
    for (let other = j + 1; other < count; other++) reflect(jacobian, jacobian, at, other * rows + j, left);
    reflect(jacobian, right, at, j, left);
  }
  return { r, right: Float64Array.from({ length: count }, (_, j) => right[j] ?? 0), lengths, count, reflections: jacobian };
}

/** Whether a column depends on those before it, by what they leave of it. */
export const isDependent = (left: number): boolean => Math.abs(left) <= DEPENDENT;

/** Spreads and rank: the square root of the diagonal of (R'R)^-1, by R^-1; what depends on others has none. */
export function determined({ r, lengths, count }: ScaledQr, total: number): Determined {
  const isFree = Uint8Array.from({ length: count }, (_, j) => (isDependent(r[j * count + j]!) ? 0 : 1));
  const rank = isFree.reduce((sum, v) => sum + v, 0);
  const variances = new Float64Array(count);
  const tied = new Uint8Array(count);
  // Column k of R^-1, by back substitution.
  for (let k = 0; k < count; k++) {
    const column = new Float64Array(count);
    column[k] = isFree[k] === 1 ? 1 / r[k * count + k]! : 1;
    for (let i = k - 1; i >= 0; i--) {
      let sum = 0;
      for (let j = i + 1; j <= k; j++) sum += r[j * count + i]! * column[j]!;
      column[i] = isFree[i] === 1 ? -sum / r[i * count + i]! : 0;
    }
    if (isFree[k] === 1) column.forEach((v, i) => { variances[i]! += v * v; });
    // A column that depends on others: they can all be changed together, and nothing is seen.
    else column.forEach((v, i) => { if (Math.abs(v) > DEPENDENT) tied[i] = 1; });
  }
  return { rank: total === 0 ? 0 : rank, spreads: variances.map((v, i) => (tied[i] === 1 ? Infinity : Math.sqrt(v) / lengths[i]!)) };
}
