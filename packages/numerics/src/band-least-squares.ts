import { bandCholeskyFactor, bandCholeskySolve } from './band-cholesky.js';
import { refuseBandProblem, type BandLeastSquaresProblem } from './band-least-squares-problem.js';
import { bandTriangularFactor } from './band-triangular-factor.js';
import { minimumNormSolution, type LeastSquaresSolution } from './minimum-norm-solution.js';

/** A band fit, and the way it was found. */
export interface BandLeastSquaresSolution extends LeastSquaresSolution {
  /** `cholesky`: refined normal equations. `singular-values`: the slower way, taken when the rows are close to dependent. */
  readonly method: 'cholesky' | 'singular-values';
}

/** Squared-condition guard: with pivots this far apart the normal equations keep too few digits for refinement to converge. */
const smallestPivotRatio = 1e-13;
const refinementSteps = 2;
/** A last correction above this fraction of the solution means that refinement did not converge. */
const settledCorrection = 1e-8;

/**
 * Fits coefficients c per target column that minimize Σ_r w_r (Σ_k v_rk c_{s_r + k} - t_r)² + ridge·‖c‖².
 *
 * Normal equations by band Cholesky, then two refinement steps from the residuals of the rows, which recovers the
 * digits that squaring the condition number costs. When a pivot fails, falls below 1e-13 of the largest, or
 * refinement does not settle: the rows are rotated to a triangle and its singular values decide, those at or below
 * max(rows, size)·2⁻⁵² of the largest counting as zero; the solution is then the one of smallest norm.
 *
 * @param problem shapes and ranges in {@link BandLeastSquaresProblem}.
 * @returns coefficients `[size][count]`; `rank` is `deficient` when a singular value counted as zero (no rows: all zero).
 * @throws RangeError when a length disagrees with the shape, a start leaves [0, size - window], a weight or the ridge
 * is negative, or a value is not finite.
 *
 * Cost: rows·window·(window/2 + 5·count) + size·window² multiply-adds; by singular values 3·rows·window² + 20·size³.
 *
 * @example
 * // Hat functions at 0, 1, 2 through (0.5, 1) and (1, 2) and (1.5, 3): values 0, 2, 4 at the hats.
 * bandLeastSquares({
 *   rows: 3, size: 3, window: 2, count: 1,
 *   starts: Int32Array.of(0, 0, 1),
 *   values: Float64Array.of(0.5, 0.5, 0, 1, 0.5, 0.5),
 *   targets: Float64Array.of(1, 2, 3),
 * }).coefficients; // 0, 2, 4 (to rounding)
 *
 * @source Å. Björck, Numerical Methods for Least Squares Problems, 1996, sections 2.9 (iterative refinement)
 * and 6.2 (band problems). We refine in double precision throughout.
 */
export function bandLeastSquares(problem: BandLeastSquaresProblem): BandLeastSquaresSolution {
  refuseBandProblem(problem);
  const coefficients = solveNormalEquations(problem);
  if (coefficients !== undefined) return { coefficients, rank: 'full', method: 'cholesky' };
  const { rows, size, count } = problem;
  const { triangle, targets } = bandTriangularFactor(problem);
  const shape = { rows: size, columns: size, count };
  const solution = minimumNormSolution(triangle, targets, shape, Math.max(rows, size) * Number.EPSILON);
  return { ...solution, method: 'singular-values' };
}

/** Refined solution of the normal equations `[size][count]`, or `undefined` when they are too close to singular. */
function solveNormalEquations(problem: BandLeastSquaresProblem): Float64Array | undefined {
  const { size, window, targets, count } = problem;
  const half = window - 1;
  const band = gramBand(problem);
  if (!bandCholeskyFactor(band, size, half)) return undefined;
  const roots = band.filter((_, at) => at % window === half);
  const largestRoot = Math.max(...roots);
  if ((Math.min(...roots) / largestRoot) ** 2 < smallestPivotRatio) return undefined;
  const coefficients = projectOntoColumns(problem, targets);
  bandCholeskySolve(band, size, half, coefficients, count);
  let correction = coefficients;
  for (let step = 0; step < refinementSteps; step++) {
    correction = gradient(problem, coefficients);
    bandCholeskySolve(band, size, half, correction, count);
    for (let i = 0; i < coefficients.length; i++) coefficients[i]! += correction[i]!;
  }
  return isSettled(problem, coefficients, correction, largestRoot) ? coefficients : undefined;
}

/** Lower band of Aᵀ W A + ridge I, row-major `[size][window]`. */
function gramBand({ rows, size, window, starts, values, weights, ridge = 0 }: BandLeastSquaresProblem): Float64Array {
  const band = new Float64Array(size * window);
  for (let i = 0; i < size; i++) band[i * window + window - 1] = ridge;
  for (let r = 0; r < rows; r++) {
    const weight = weights === undefined ? 1 : weights[r]!;
    const row = r * window;
    for (let p = 0; p < window; p++) {
      const weighted = weight * values[row + p]!;
      const diagonal = (starts[r]! + p) * window + window - 1;
      for (let q = 0; q <= p; q++) band[diagonal + q - p]! += weighted * values[row + q]!;
    }
  }
  return band;
}

/** Aᵀ W Y, row-major `[size][count]`, for Y row-major `[rows][count]`. */
function projectOntoColumns(problem: BandLeastSquaresProblem, y: Float64Array): Float64Array {
  const { rows, size, window, starts, values, weights, count } = problem;
  const projected = new Float64Array(size * count);
  for (let r = 0; r < rows; r++) {
    const weight = weights === undefined ? 1 : weights[r]!;
    for (let k = 0; k < window; k++) {
      const weighted = weight * values[r * window + k]!;
      const to = (starts[r]! + k) * count;
      for (let c = 0; c < count; c++) projected[to + c]! += weighted * y[r * count + c]!;
    }
  }
  return projected;
}

/** Aᵀ W (T - A C) - ridge C: zero at the solution, and small because the residual is taken row by row. */
function gradient(problem: BandLeastSquaresProblem, coefficients: Float64Array): Float64Array {
  const { rows, window, starts, values, targets, count, ridge = 0 } = problem;
  const residual = targets.slice();
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < window; k++) {
      const value = values[r * window + k]!;
      const from = (starts[r]! + k) * count;
      for (let c = 0; c < count; c++) residual[r * count + c]! -= value * coefficients[from + c]!;
    }
  }
  const projected = projectOntoColumns(problem, residual);
  for (let i = 0; i < projected.length; i++) projected[i]! -= ridge * coefficients[i]!;
  return projected;
}

/**
 * Whether every target column's last correction is negligible (and finite) beside its coefficients.
 *
 * Targets orthogonal to the columns have coefficients of pure rounding, which no correction settles; so coefficients
 * count as at least ‖t‖ / ‖A‖, the size that a fit of such targets would need.
 */
function isSettled(
  { rows, weights, targets, count }: BandLeastSquaresProblem,
  coefficients: Float64Array,
  correction: Float64Array,
  norm: number,
): boolean {
  for (let c = 0; c < count; c++) {
    let square = 0;
    for (let r = 0; r < rows; r++) square += (weights === undefined ? 1 : weights[r]!) * targets[r * count + c]! ** 2;
    let size = Math.sqrt(square) / norm;
    let change = 0;
    for (let i = c; i < coefficients.length; i += count) {
      size = Math.max(size, Math.abs(coefficients[i]!));
      change = Math.max(change, Math.abs(correction[i]!));
    }
    if (!(change <= settledCorrection * size)) return false;
  }
  return true;
}
