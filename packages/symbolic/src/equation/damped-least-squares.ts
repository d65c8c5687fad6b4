import { makeReflection, reflect } from '@knotwork/numerics';

/** Residuals r(p) that are to be small; dr/dp is minus the Jacobian. */
export interface LeastSquaresModel {
  readonly rows: number;
  readonly at: readonly number[];
  readonly steps: number;
  /** A sum of squares that is as good as none. */
  readonly enough: number;
  /** A step that lowers the sum of squares by less is among the last. */
  readonly negligible: number;
  residuals(at: ArrayLike<number>): Float64Array;
  /** By columns, `[constants][rows]`. */
  jacobian(at: ArrayLike<number>): Float64Array;
}

/** Where a search ended. */
export interface Damped {
  readonly at: Float64Array;
  readonly squares: number;
  /** Of each constant: its standard error for residuals of standard deviation 1; Infinity where the residuals do not change with it. */
  readonly spreads: Float64Array;
  readonly rank: number;
  readonly steps: number;
  readonly isConverged: boolean;
}

const FIRST_DAMPING = 1e-3;
const LEAST_DAMPING = 1e-15;
const TRIES = 12;
/** A step that lowers the squares by a smaller share is among the last; a few of them, since progress may be slow for a while. */
const SMALL = 1e-10;
const PATIENCE = 3;
/** Columns that depend on others to this share of their length are not determined. */
const DEPENDENT = 1e-10;

/**
 * Levenberg-Marquardt by QR: columns of the Jacobian have length 1, and J'J is never made, in whose square nearly dependent directions vanish.
 *
 * `exactLeastSquares` of `@knotwork/training` goes the same way for networks. It is another loop, since an engine answers it later, rows come in pieces, signs are kept and time is given to others; this
 * one takes any function at once, and says which constants the rows determine and how well.
 *
 * @returns null where residuals are not finite at the start
 */
export function dampedLeastSquares(model: LeastSquaresModel): Damped | null {
  let at = Float64Array.from(model.at);
  let residuals = model.residuals(at);
  let squares = squaresOf(residuals);
  if (!Number.isFinite(squares)) return null;
  let damping = FIRST_DAMPING;
  let [steps, slow, isConverged] = [0, 0, model.at.length === 0];
  while (steps < model.steps && !isConverged) {
    const factors = factored(model.jacobian(at), residuals);
    if (factors === null) break;
    const before = squares;
    let isBetter = false;
    for (let k = 0; k < TRIES && !isBetter; k++) {
      const step = dampedStep(factors, damping);
      const next = at.map((v, j) => v + step[j]!);
      const tried = model.residuals(next);
      const left = squaresOf(tried);
      isBetter = left < squares;
      if (isBetter) {
        [at, residuals, squares] = [next, tried, left];
        damping = Math.max(damping * 0.1, LEAST_DAMPING);
      } else damping = Math.max(damping * 4, FIRST_DAMPING * LEAST_DAMPING);
    }
    steps++;
    slow = before - squares < Math.max(SMALL * before, model.negligible) ? slow + 1 : 0;
    isConverged = !isBetter || slow >= PATIENCE || squares <= model.enough;
  }
  const factors = factored(model.jacobian(at), residuals);
  if (factors === null) return null;
  return { at, squares, ...determined(factors, model.at.length), steps, isConverged };
}

const squaresOf = (values: Float64Array): number => values.reduce((sum, v) => sum + v * v, 0);

/** Q'J = R of a Jacobian with columns of length 1, and Q'r. */
interface Factors {
  /** Upper triangle by columns, `[count][count]`. */
  readonly r: Float64Array;
  readonly right: Float64Array;
  /** Lengths of the columns; 1 for those of zeros. */
  readonly lengths: Float64Array;
  readonly count: number;
}

/** @param jacobian by columns; used up. @returns null where it is not finite */
function factored(jacobian: Float64Array, residuals: Float64Array): Factors | null {
  const rows = residuals.length;
  const count = rows === 0 ? 0 : jacobian.length / rows;
  const lengths = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    const column = jacobian.subarray(j * rows, (j + 1) * rows);
    const length = Math.sqrt(squaresOf(column));
    if (!Number.isFinite(length)) return null;
    lengths[j] = length === 0 ? 1 : length;
    for (let i = 0; i < rows; i++) column[i]! /= lengths[j]!;
  }
  const right = residuals.slice();
  const r = new Float64Array(count * count);
  for (let j = 0; j < count; j++) {
    const from = Math.min(j, rows);
    const column = jacobian.subarray(j * rows + from, (j + 1) * rows);
    r.set(jacobian.subarray(j * rows, j * rows + from), j * count);
    if (column.length === 0) continue;
    r[j * count + j] = makeReflection(column);
    for (let other = j + 1; other < count; other++) reflect(column, jacobian.subarray(other * rows + j, (other + 1) * rows));
    reflect(column, right.subarray(j));
  }
  return { r, right: Float64Array.from({ length: count }, (_, j) => right[j] ?? 0), lengths, count };
}

/** The step of least |r - J step|² + damping |step|², lengths scaled out: R over the root of the damping, factored again. */
function dampedStep({ r, right, lengths, count }: Factors, damping: number): Float64Array {
  const tall = 2 * count;
  const stacked = new Float64Array(tall * count);
  for (let j = 0; j < count; j++) {
    stacked.set(r.subarray(j * count, j * count + j + 1), j * tall);
    stacked[j * tall + count + j] = Math.sqrt(damping);
  }
  const target = new Float64Array(tall);
  target.set(right);
  const diagonal = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    const column = stacked.subarray(j * tall + j, (j + 1) * tall);
    diagonal[j] = makeReflection(column);
    for (let other = j + 1; other < count; other++) reflect(column, stacked.subarray(other * tall + j, (other + 1) * tall));
    reflect(column, target.subarray(j));
  }
  const step = new Float64Array(count);
  for (let j = count - 1; j >= 0; j--) {
    step[j] = diagonal[j] === 0 ? 0 : target[j]! / diagonal[j]!;
    for (let i = 0; i < j; i++) target[i]! -= stacked[j * tall + i]! * step[j]!;
  }
  return step.map((v, j) => v / lengths[j]!);
}

/** Spreads and rank: the square root of the diagonal of (R'R)^-1, by R^-1; what depends on others has none. */
function determined({ r, lengths, count }: Factors, total: number): Pick<Damped, 'spreads' | 'rank'> {
  const isFree = Uint8Array.from({ length: count }, (_, j) => (Math.abs(r[j * count + j]!) > DEPENDENT ? 1 : 0));
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
