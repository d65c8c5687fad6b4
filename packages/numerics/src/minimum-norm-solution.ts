import { singularVectors } from './singular-vectors.js';

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
  const scaled = a.map((value) => value / scale);
  const { values, left, right } = singularVectors(scaled, rows, columns);
  const smallest = cutoff * values[0]!;
  const coefficients = new Float64Array(columns * count);
  let kept = 0;
  for (; kept < values.length && values[kept]! > smallest; kept++) {
    for (let c = 0; c < count; c++) {
      let product = 0;
      for (let i = 0; i < rows; i++) product += left[kept * rows + i]! * b[i * count + c]!;
      product /= values[kept]!;
      for (let j = 0; j < columns; j++) coefficients[j * count + c]! += right[kept * columns + j]! * product;
    }
  }
  return { coefficients: coefficients.map((value) => value / scale), rank: kept === columns ? 'full' : 'deficient' };
}
