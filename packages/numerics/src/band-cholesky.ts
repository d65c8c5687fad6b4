/**
 * Factors a symmetric positive definite band matrix as A = L Lᵀ, in place; L has the band of A.
 *
 * Element (i, j) with i - half <= j <= i is stored at `i * (half + 1) + (j - i + half)`. The places of j < 0 in the
 * first rows are never read.
 *
 * @param band lower band, row-major `[n][half + 1]`; overwritten by L.
 * @param n number of rows, at least 0.
 * @param half half bandwidth: number of diagonals below the main one, at least 0.
 * @returns `false` when a pivot is not a positive finite number (not positive definite, or NaN); `band` is then half overwritten.
 *
 * Cost: about n·half²/2 multiply-adds.
 *
 * @example
 * const band = Float64Array.of(0, 4, 2, 5); // the matrix [[4, 2], [2, 5]]
 * bandCholeskyFactor(band, 2, 1); // true; band is 0, 2, 1, 2
 *
 * @source G. H. Golub and C. F. Van Loan, Matrix Computations, 2013, section 4.3.5.
 */
export function bandCholeskyFactor(band: Float64Array, n: number, half: number): boolean {
  const width = half + 1;
  for (let i = 0; i < n; i++) {
    // With these origins, element (i, j) is band[rowOrigin + j].
    const rowOrigin = i * width - i + half;
    const first = Math.max(0, i - half);
    for (let j = first; j < i; j++) {
      const aboveOrigin = j * width - j + half;
      let sum = band[rowOrigin + j]!;
      for (let k = first; k < j; k++) sum -= band[rowOrigin + k]! * band[aboveOrigin + k]!;
      band[rowOrigin + j] = sum / band[aboveOrigin + j]!;
    }
    let pivot = band[rowOrigin + i]!;
    for (let k = first; k < i; k++) pivot -= band[rowOrigin + k]! * band[rowOrigin + k]!;
    if (!(pivot > 0 && pivot < Infinity)) return false;
    band[rowOrigin + i] = Math.sqrt(pivot);
  }
  return true;
}

/**
 * Solves L Lᵀ X = B for a band factor, in place.
 *
 * @param band factor from {@link bandCholeskyFactor}, row-major `[n][half + 1]`.
 * @param n number of rows.
 * @param half half bandwidth.
 * @param b right-hand sides, row-major `[n][columns]`; overwritten by X.
 * @param columns number of right-hand sides, 1 by default.
 *
 * Cost: about 2·n·half·columns multiply-adds.
 *
 * @example
 * const b = Float64Array.of(8, 14);
 * bandCholeskySolve(Float64Array.of(0, 2, 1, 2), 2, 1, b); // b is 0.75, 2.5
 */
export function bandCholeskySolve(
  band: Float64Array,
  n: number,
  half: number,
  b: Float64Array,
  columns = 1,
): void {
  const width = half + 1;
  for (let i = 0; i < n; i++) {
    const rowOrigin = i * width - i + half;
    for (let k = Math.max(0, i - half); k < i; k++) {
      subtractRow(b, i, k, band[rowOrigin + k]!, columns);
    }
    divideRow(b, i, band[rowOrigin + i]!, columns);
  }
  for (let i = n - 1; i >= 0; i--) {
    const rowOrigin = i * width - i + half;
    divideRow(b, i, band[rowOrigin + i]!, columns);
    for (let k = Math.max(0, i - half); k < i; k++) {
      subtractRow(b, k, i, band[rowOrigin + k]!, columns);
    }
  }
}

/** Row `target` of b minus `factor` times row `source`. */
function subtractRow(b: Float64Array, target: number, source: number, factor: number, columns: number): void {
  const to = target * columns;
  const from = source * columns;
  for (let c = 0; c < columns; c++) b[to + c]! -= factor * b[from + c]!;
}

function divideRow(b: Float64Array, row: number, divisor: number, columns: number): void {
  const start = row * columns;
  for (let c = start; c < start + columns; c++) b[c]! /= divisor;
}
