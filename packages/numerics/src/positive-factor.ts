// Jacobi's method converges quadratically: small matrices need four to eight sweeps.
const MOST_SWEEPS = 50;

/**
 * Replaces a symmetric matrix by a factor F of the positive semidefinite matrix that is nearest to it in the Frobenius norm:
 *
 *     F'F = sum over eigenvalues l_k > 0 of l_k v_k v_k',    row k of F = sqrt(l_k) v_k'
 *
 * Rows come in order of falling eigenvalues; those of eigenvalues that are negative, or no larger than rounding, are exactly 0. By Jacobi
 * rotations: for matrices of a few rows, about 20 n^3 multiplications.
 *
 * @param a all of it, row by row: `[n][n]`, becomes F; where a number is not finite, all of them become NaN
 */
export function positiveFactor(a: Float64Array, n: number): void {
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  if (!diagonalize(a, v, n)) { a.fill(NaN); return; }
  const values = Array.from({ length: n }, (_, i) => a[i * n + i]!);
  const order = values.map((_, i) => i).sort((i, j) => values[j]! - values[i]!);
  const rounding = n * Number.EPSILON * values.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
  order.forEach((from, k) => {
    const root = values[from]! > rounding ? Math.sqrt(values[from]!) : 0;
    for (let i = 0; i < n; i++) a[k * n + i] = root === 0 ? 0 : root * v[i * n + from]!;
  });
}

/** Rotates `a` to a diagonal and collects the rotations in `v`, whose columns become eigenvectors. @returns whether all numbers are finite */
function diagonalize(a: Float64Array, v: Float64Array, n: number): boolean {
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let [on, off] = [0, 0];
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) { if (i === j) on += a[i * n + i]! ** 2; else off += a[i * n + j]! ** 2; }
    if (!Number.isFinite(on + off)) return false;
    if (off <= (Number.EPSILON / 4) ** 2 * on) return true;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  }
  return true;
}

/** Brings a[p][q] to 0. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const turn = (m: Float64Array, at: number, other: number): void => {
    const [x, y] = [m[at]!, m[other]!];
    m[at] = c * x - s * y;
    m[other] = s * x + c * y;
  };
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k);
  for (let k = 0; k < n; k++) turn(v, k * n + p, k * n + q);
  a[p * n + q] = 0;
  a[q * n + p] = 0;
}
