/** A = Q R of a matrix with at least as many rows as columns: Q as reflections, I - 2 v v' each, R as what they leave. */
export interface HouseholderQr {
  readonly rows: number;
  readonly columns: number;
  /** By columns, `[columns][rows]`: R above the diagonal; from the diagonal on the vectors v, of length 1, or of zeros where nothing is reflected. */
  readonly factors: Float64Array;
  /** Of R, `[columns]`. */
  readonly diagonal: Float64Array;
}

/**
 * Factors by Householder reflections.
 *
 * @param a row-major `[rows][columns]`, finite, rows >= columns
 * @source G. H. Golub and C. F. Van Loan, Matrix Computations, 2013, section 5.2.2.
 */
export function householderQr(a: Float64Array, rows: number, columns: number): HouseholderQr {
  const factors = new Float64Array(rows * columns);
  for (let j = 0; j < columns; j++) for (let i = 0; i < rows; i++) factors[j * rows + i] = a[i * columns + j]!;
  const diagonal = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    const [at, count] = [j * rows + j, rows - j];
    diagonal[j] = makeReflection(factors, at, count);
    for (let other = j + 1; other < columns; other++) reflect(factors, factors, at, other * rows + j, count);
  }
  return { rows, columns, factors, diagonal };
}

/**
 * The X of least ‖A X - B‖, for a factorization of full rank.
 *
 * @param b row-major `[rows][count]`
 * @returns `[columns][count]`
 */
export function qrSolve({ rows, columns, factors, diagonal }: HouseholderQr, b: Float64Array, count: number): Float64Array {
  const solution = new Float64Array(columns * count);
  const target = new Float64Array(rows);
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < rows; i++) target[i] = b[i * count + c]!;
    for (let j = 0; j < columns; j++) reflect(factors, target, j * rows + j, j, rows - j);
    for (let j = columns - 1; j >= 0; j--) {
      const x = target[j]! / diagonal[j]!;
      solution[j * count + c] = x;
      for (let i = 0; i < j; i++) target[i]! -= factors[j * rows + i]! * x;
    }
  }
  return solution;
}

/**
 * Turns a vector x into the v of length 1 whose reflection makes it a multiple of the first unit vector.
 *
 * @param x has the vector from `from` on, @param count how many numbers it has; left out, all that follow
 * @returns that multiple
 */
export function makeReflection(x: Float64Array, from = 0, count = x.length - from): number {
  const end = from + count;
  // A loop: as a callback of `reduce` this line costs more than all the rest.
  let scale = 0;
  for (let i = from; i < end; i++) scale = Math.max(scale, Math.abs(x[i]!));
  if (scale === 0) return 0;
  // Of the scaled vector, so that no square overflows or vanishes.
  let norm = 0;
  for (let i = from; i < end; i++) norm += (x[i]! /= scale) ** 2;
  norm = Math.sqrt(norm);
  // Away from where x points: no digits cancel.
  const image = x[from]! > 0 ? -norm : norm;
  x[from]! -= image;
  let length = 0;
  for (let i = from; i < end; i++) length += x[i]! ** 2;
  length = Math.sqrt(length);
  for (let i = from; i < end; i++) x[i]! /= length;
  return image * scale;
}

/**
 * y becomes (I - 2 v v') y. Places instead of views of the arrays: of short vectors a view costs more than the reflection.
 *
 * @param v has the vector from `vFrom` on, @param y likewise, @param count how many numbers they have; left out, all of v that follow
 */
export function reflect(v: Float64Array, y: Float64Array, vFrom = 0, yFrom = 0, count = v.length - vFrom): void {
  let product = 0;
  for (let i = 0; i < count; i++) product += v[vFrom + i]! * y[yFrom + i]!;
  product *= 2;
  for (let i = 0; i < count; i++) y[yFrom + i]! -= product * v[vFrom + i]!;
}
