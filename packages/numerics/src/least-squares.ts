import { refuseMatrix } from './errors.js';
import { householderQr, qrSolve } from './householder-qr.js';
import { minimumNormSolution, type LeastSquaresShape, type LeastSquaresSolution } from './minimum-norm-solution.js';

/**
 * Below this ratio of diagonal elements of R the QR factors are not trusted to tell full rank from deficient, and the
 * singular values decide. Unpivoted QR understates the ratio's distance from zero, hence far above rounding.
 */
const trustedPivotRatio = 1e-8;

/**
 * Dense linear least squares: minimizes ‖A X - B‖ column by column, and among equal minima ‖X‖.
 *
 * Householder QR where the columns are clearly independent; otherwise singular values, of which those at or below
 * max(rows, columns)·2⁻⁵² of the largest count as zero.
 *
 * @param a row-major `[rows][columns]`, finite.
 * @param b row-major `[rows][count]`, finite.
 * @param shape `rows`, `columns` and `count`, integers of at least 0.
 * @returns coefficients `[columns][count]`, and the column rank of A (so always `deficient` when rows < columns).
 * @throws RangeError when a length disagrees with the shape, or a value is not finite.
 *
 * Cost: about 2·rows·columns² multiply-adds by QR, ten times that by singular values.
 *
 * @example
 * // y = 1 + 2 x through (0, 1), (1, 3), (2, 5)
 * const a = Float64Array.of(1, 0, 1, 1, 1, 2);
 * const b = Float64Array.of(1, 3, 5);
 * leastSquares(a, b, { rows: 3, columns: 2, count: 1 }).coefficients; // 1, 2 (to rounding)
 *
 * @source G. H. Golub and C. F. Van Loan, Matrix Computations, 2013, sections 5.3 and 5.5.
 */
export function leastSquares(
  a: Float64Array,
  b: Float64Array,
  shape: LeastSquaresShape,
): LeastSquaresSolution {
  const { rows, columns, count } = shape;
  refuseMatrix('a', a, rows, columns);
  refuseMatrix('b', b, rows, count);
  if (rows >= columns && columns > 0 && count > 0) {
    const qr = householderQr(a, rows, columns);
    const pivots = Array.from(qr.diagonal, Math.abs);
    if (Math.min(...pivots) > trustedPivotRatio * Math.max(...pivots)) return { coefficients: qrSolve(qr, b, count), rank: 'full' };
  }
  return minimumNormSolution(a, b, shape, Math.max(rows, columns) * Number.EPSILON);
}
