import { Matrix, SingularValueDecomposition } from 'ml-matrix';

/** Sizes of a dense least-squares problem, integers of at least 0. */
export interface LeastSquaresShape {
  readonly rows: number;
  readonly columns: number;
  /** Number of target columns, fitted independently. */
  readonly count: number;
}

/** Coefficients of a least-squares fit and whether the data determined them. */
export interface LeastSquaresSolution {
  /** Row-major `[columns][count]`: one column of coefficients per column of targets. */
  readonly coefficients: Float64Array;
  /** `deficient` when other coefficients fit as well; these are then the ones of smallest norm. */
  readonly rank: 'full' | 'deficient';
}

/**
 * Least-squares solution of smallest norm, X = V S⁺ Uᵀ B, by singular value decomposition.
 *
 * A singular value counts as zero at or below `cutoff` times the largest.
 *
 * @param a row-major `[rows][columns]`, finite.
 * @param b row-major `[rows][count]`, finite.
 */
export function minimumNormSolution(
  a: Float64Array,
  b: Float64Array,
  shape: LeastSquaresShape,
  cutoff: number,
): LeastSquaresSolution {
  const { rows, columns, count } = shape;
  const scale = a.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  if (scale === 0 || count === 0) {
    return { coefficients: new Float64Array(columns * count), rank: columns === 0 ? 'full' : 'deficient' };
  }
  // Entries near the ends of the exponent range would overflow or stall the iteration; at scale 1 they cannot.
  const scaled = Matrix.from1DArray(rows, columns, a.map((value) => value / scale));
  const svd = new SingularValueDecomposition(scaled, { autoTranspose: true });
  const singular = svd.diagonal;
  const smallest = cutoff * singular[0]!;
  const kept = singular.filter((value) => value > smallest).length;
  const projected = svd.leftSingularVectors.transpose().mmul(Matrix.from1DArray(rows, count, b));
  for (let k = 0; k < singular.length; k++) projected.mulRow(k, k < kept ? 1 / singular[k]! : 0);
  const solution = svd.rightSingularVectors.mmul(projected);
  return {
    coefficients: Float64Array.from(solution.to1DArray(), (value) => value / scale),
    rank: kept === columns ? 'full' : 'deficient',
  };
}
