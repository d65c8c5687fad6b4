import { householderQr, makeReflection, qrSolve } from './householder-qr.js';

/** Rows that are worked in at once, at least, besides as many as there are columns. */
const PIECE = 256;

/**
 * Damped least squares of a matrix A of any number of rows, which come in pieces: of them R and Qᵀb are kept, and no product AᵀA is ever made, so that
 * directions that A hardly sees are not lost among rounding.
 *
 * Cost: 2 columns² multiply-adds a row, 4/3 columns³ a solution, columns² numbers of memory and a piece of rows.
 *
 * @source G. H. Golub and C. F. Van Loan, Matrix Computations, 2013, sections 5.2.2 (QR) and 6.1.1 (augmented rows).
 */
export class TallLeastSquares {
  private readonly height: number;
  /** By columns, b the last one: R in the first rows, the piece that is worked in below. */
  private readonly work: Float64Array;

  /** @param columns of A, at least 1 */
  constructor(private readonly columns: number) {
    this.height = columns + Math.max(PIECE, columns);
    this.work = new Float64Array((columns + 1) * this.height);
  }

  /**
   * Works rows in.
   *
   * @param a row-major `[rows][columns]`, finite, @param b `[rows]`, finite
   */
  add(a: Float64Array, b: Float64Array): void {
    const { columns: n, height, work } = this;
    const room = height - n;
    for (let from = 0; from < b.length; from += room) {
      const count = Math.min(room, b.length - from);
      for (let j = 0; j < n; j++) for (let i = 0, to = j * height + n; i < count; i++) work[to + i] = a[(from + i) * n + j]!;
      work.set(b.subarray(from, from + count), n * height + n);
      // Column j has R's diagonal and the piece below: what stands between them is zero, and stays so.
      const vector = new Float64Array(count + 1);
      for (let j = 0; j < n; j++) {
        const own = j * height;
        vector[0] = work[own + j]!;
        vector.set(work.subarray(own + n, own + n + count), 1);
        work[own + j] = makeReflection(vector);
        for (let other = j + 1; other <= n; other++) reflectApart(vector, work, other * height + j, other * height + n);
      }
    }
  }

  /**
   * The x of least ‖A x - b‖² + mu Σ (‖a_j‖ x_j)², a_j the columns of A: of the matrix whose columns are scaled to length 1, damped by the identity.
   *
   * @param mu above 0
   * @returns `[columns]`, 0 for a column of zeros
   */
  solve(mu: number): Float64Array {
    const { columns: n, height, work } = this;
    // R has the lengths of A's columns.
    const scale = Float64Array.from({ length: n }, (_, j) => 1 / (Math.hypot(...work.subarray(j * height, j * height + j + 1)) || 1));
    const rows = 2 * n;
    const a = new Float64Array(rows * n);
    const b = new Float64Array(rows);
    for (let j = 0; j < n; j++) {
      for (let i = 0; i <= j; i++) a[i * n + j] = work[j * height + i]! * scale[j]!;
      a[(n + j) * n + j] = Math.sqrt(mu);
      b[j] = work[n * height + j]!;
    }
    return qrSolve(householderQr(a, rows, n), b, 1).map((x, j) => x * scale[j]!);
  }
}

/** `reflect` of a vector whose first number stands at `head`, and the others from `rest` on. */
function reflectApart(v: Float64Array, y: Float64Array, head: number, rest: number): void {
  let product = v[0]! * y[head]!;
  for (let i = 1; i < v.length; i++) product += v[i]! * y[rest + i - 1]!;
  product *= 2;
  y[head]! -= product * v[0]!;
  for (let i = 1; i < v.length; i++) y[rest + i - 1]! -= product * v[i]!;
}
