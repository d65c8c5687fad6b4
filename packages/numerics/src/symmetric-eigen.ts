import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { refuseMatrix } from './errors.js';

/** Eigenvalues, ascending, and eigenvectors of a symmetric matrix. */
export interface SymmetricEigen {
  /** `[n]` */
  readonly values: Float64Array;
  /** One after another, of length 1: `[n][n]`, vector k belongs to value k. */
  readonly vectors: Float64Array;
}

/**
 * A = V diag(values) V'.
 *
 * @param a row-major `[n][n]`, finite and symmetric
 * @throws RangeError when the length disagrees with n, or a value is not finite
 *
 * Cost: about 9 n^3 multiply-adds.
 *
 * @example
 * symmetricEigen(Float64Array.of(2, 1, 1, 2), 2).values; // 1, 3
 *
 * @source G. H. Golub and C. F. Van Loan, Matrix Computations, 2013, section 8.3.
 */
export function symmetricEigen(a: Float64Array, n: number): SymmetricEigen {
  refuseMatrix('a', a, n, n);
  if (n === 0) return { values: new Float64Array(0), vectors: new Float64Array(0) };
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(Matrix.from1DArray(n, n, a), { assumeSymmetric: true });
  const order = realEigenvalues.map((_, k) => k).sort((p, q) => realEigenvalues[p]! - realEigenvalues[q]!);
  const vectors = new Float64Array(n * n);
  order.forEach((k, row) => { for (let i = 0; i < n; i++) vectors[row * n + i] = eigenvectorMatrix.get(i, k); });
  return { values: Float64Array.from(order, (k) => realEigenvalues[k]!), vectors };
}
