import type { Vec } from '@knotwork/plugin';

/** Inverse of a matrix by Gauss-Jordan elimination with pivots: another way than Cholesky's, which engines go. @param a `[n][n]` */
export function denseInverse(a: Vec, n: number): Vec {
  const rows = Array.from({ length: n }, (_, i) => Float64Array.from({ length: 2 * n }, (__, j) => (j < n ? a[i * n + j]! : Number(j - n === i))));
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    const head = rows[k]![k]!;
    for (let j = k; j < 2 * n; j++) rows[k]![j]! /= head;
    for (let i = 0; i < n; i++) {
      const factor = rows[i]![k]!;
      if (i !== k && factor !== 0) for (let j = k; j < 2 * n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return Float64Array.from({ length: n * n }, (_, k) => rows[Math.floor(k / n)]![n + (k % n)]!);
}

/** A whole symmetric matrix from its lower triangle. */
export function symmetric(lower: Vec, n: number): Vec {
  return lower.map((_, k) => { const [i, j] = [Math.floor(k / n), k % n]; return lower[Math.max(i, j) * n + Math.min(i, j)]!; });
}

/** A x. @param a `[rows][x.length]` */
export function times(a: Vec, x: Vec): Vec {
  const n = x.length;
  return Float64Array.from({ length: a.length / n }, (_, i) => { let sum = 0; for (let j = 0; j < n; j++) sum += a[i * n + j]! * x[j]!; return sum; });
}

export const dot = (a: Vec, b: Vec): number => a.reduce((sum, v, k) => sum + v * b[k]!, 0);
