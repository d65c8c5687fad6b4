/**
 * Factors a symmetric positive definite matrix as A = L Lᵀ, in place.
 *
 * L_ij = (A_ij - Σ_{k<j} L_ik L_jk) / L_jj for j < i, and L_ii = sqrt(A_ii - Σ_{k<i} L_ik²).
 *
 * @param a row-major `[n][n]`; only the lower triangle is read, and L overwrites it. The strict upper triangle stays.
 * @param n number of rows, at least 0.
 * @returns `false` when a pivot is not a positive finite number (not positive definite, or NaN); `a` is then half overwritten.
 *
 * Cost: n³/6 multiply-adds.
 *
 * @example
 * const a = Float64Array.of(4, 0, 2, 5);
 * choleskyFactor(a, 2); // true; a is 2, 0, 1, 2
 *
 * @source G. H. Golub and C. F. Van Loan, Matrix Computations, 2013, section 4.2 (row-oriented form).
 */
export function choleskyFactor(a: Float64Array, n: number): boolean {
  let i = 0;
  for (; i + 1 < n; i += 2) {
    eliminateRowPair(a, n, i);
    if (!finishRow(a, n, i, i)) return false;
    if (!finishRow(a, n, i + 1, i)) return false;
  }
  return i === n || finishRow(a, n, i, 0);
}

/**
 * Solves columns 0 to i - 1 of rows i and i + 1 (i even). Two rows against two give four independent sums from four
 * loads, which keeps the adders busy and halves the traffic through the rows above.
 */
function eliminateRowPair(a: Float64Array, n: number, i: number): void {
  const p = i * n;
  const q = p + n;
  for (let j = 0; j < i; j += 2) {
    const u = j * n;
    const v = u + n;
    let pu = a[p + j]!;
    let pv = a[p + j + 1]!;
    let qu = a[q + j]!;
    let qv = a[q + j + 1]!;
    for (let k = 0; k < j; k++) {
      const pk = a[p + k]!;
      const qk = a[q + k]!;
      const uk = a[u + k]!;
      const vk = a[v + k]!;
      pu -= pk * uk;
      pv -= pk * vk;
      qu -= qk * uk;
      qv -= qk * vk;
    }
    const below = a[v + j]!;
    pu /= a[u + j]!;
    qu /= a[u + j]!;
    a[p + j] = pu;
    a[q + j] = qu;
    a[p + j + 1] = (pv - pu * below) / a[v + j + 1]!;
    a[q + j + 1] = (qv - qu * below) / a[v + j + 1]!;
  }
}

/** Solves columns `from` to i of row i and takes the root of its pivot; `false` when the pivot is not positive and finite. */
function finishRow(a: Float64Array, n: number, i: number, from: number): boolean {
  const row = i * n;
  for (let j = from; j < i; j++) {
    const above = j * n;
    let sum = a[row + j]!;
    for (let k = 0; k < j; k++) sum -= a[row + k]! * a[above + k]!;
    a[row + j] = sum / a[above + j]!;
  }
  let pivot = a[row + i]!;
  for (let k = 0; k < i; k++) pivot -= a[row + k]! * a[row + k]!;
  a[row + i] = Math.sqrt(pivot);
  return pivot > 0 && pivot < Infinity;
}

/**
 * Solves L Lᵀ x = b, in place.
 *
 * @param l factor from {@link choleskyFactor}, row-major `[n][n]`; the strict upper triangle is not read.
 * @param n number of rows.
 * @param b right-hand side `[n]`, overwritten by x.
 *
 * Cost: n² multiply-adds.
 *
 * @example
 * const l = Float64Array.of(2, 0, 1, 2);
 * const b = Float64Array.of(8, 14);
 * choleskySolve(l, 2, b); // b is 0.75, 2.5
 */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= l[row + k]! * b[k]!;
    b[i] = sum / l[row + i]!;
  }
  // Lᵀ column by column is L row by row, so this pass too reads contiguous memory.
  for (let i = n - 1; i >= 0; i--) {
    const row = i * n;
    const x = b[i]! / l[row + i]!;
    b[i] = x;
    for (let k = 0; k < i; k++) b[k]! -= l[row + k]! * x;
  }
}
