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
    const column = factors.subarray(j * rows, (j + 1) * rows);
    diagonal[j] = makeReflection(column.subarray(j));
    for (let other = j + 1; other < columns; other++) reflect(column.subarray(j), factors.subarray(other * rows + j, (other + 1) * rows));
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
    for (let j = 0; j < columns; j++) reflect(factors.subarray(j * rows + j, (j + 1) * rows), target.subarray(j));
    for (let j = columns - 1; j >= 0; j--) {
      const x = target[j]! / diagonal[j]!;
      solution[j * count + c] = x;
      for (let i = 0; i < j; i++) target[i]! -= factors[j * rows + i]! * x;
    }
  }
  return solution;
}

/** Turns a vector x into the v of length 1 whose reflection makes it a multiple of the first unit vector. @returns that multiple */
export function makeReflection(x: Float64Array): number {
  // A loop: as a callback of `reduce` this line costs more than all the rest.
  let scale = 0;
  for (let i = 0; i < x.length; i++) scale = Math.max(scale, Math.abs(x[i]!));
  if (scale === 0) return 0;
  // Of the scaled vector, so that no square overflows or vanishes.
  let norm = 0;
  for (let i = 0; i < x.length; i++) norm += (x[i]! /= scale) ** 2;
  norm = Math.sqrt(norm);
  // Away from where x points: no digits cancel.
  const image = x[0]! > 0 ? -norm : norm;
  x[0]! -= image;
  let length = 0;
  for (let i = 0; i < x.length; i++) length += x[i]! ** 2;
  length = Math.sqrt(length);
  for (let i = 0; i < x.length; i++) x[i]! /= length;
  return image * scale;
}

/** y becomes (I - 2 v v') y. */
export function reflect(v: Float64Array, y: Float64Array): void {
  let product = 0;
  for (let i = 0; i < v.length; i++) product += v[i]! * y[i]!;
  product *= 2;
  for (let i = 0; i < v.length; i++) y[i]! -= product * v[i]!;
}
