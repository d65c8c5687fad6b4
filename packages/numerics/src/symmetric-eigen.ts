import { refuseMatrix } from './errors.js';
import { makeReflection, reflect } from './householder-qr.js';

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
  const scale = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const tridiagonal = tridiagonalized(a.map((value) => value / scale), n);
  diagonalize(tridiagonal, n);
  const { diagonal, vectors } = tridiagonal;
  const order = Array.from(diagonal.keys()).sort((p, q) => diagonal[p]! - diagonal[q]!);
  const sorted = new Float64Array(n * n);
  order.forEach((k, row) => { sorted.set(vectors.subarray(k * n, (k + 1) * n), row * n); });
  return { values: Float64Array.from(order, (k) => diagonal[k]! * scale), vectors: sorted };
}

/** A = Q T Q', with T of three diagonals. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Beside the diagonal: the first n - 1 of n. */
  readonly beside: Float64Array;
  /** Q', `[n][n]`: its rows become the vectors. */
  readonly vectors: Float64Array;
}

/** By Householder reflections, I - 2 v v' from both sides. @param m is overwritten */
function tridiagonalized(m: Float64Array, n: number): Tridiagonal {
  const [diagonal, beside, vectors] = [new Float64Array(n), new Float64Array(n), new Float64Array(n * n)];
  const reflections: Float64Array[] = [];
  for (let k = 0; k + 1 < n; k++) {
    diagonal[k] = m[k * n + k]!;
    const v = m.slice(k * n + k + 1, (k + 1) * n);
    beside[k] = makeReflection(v);
    reflections.push(v);
    // p = M v; M - 2 v p' - 2 p v' + 4 (v'p) v v' = M - v w' - w v', with w = 2 p - 2 (v'p) v.
    const w = new Float64Array(v.length);
    let inner = 0;
    for (let i = 0; i < v.length; i++) {
      let sum = 0;
      for (let j = 0, at = (k + 1 + i) * n + k + 1; j < v.length; j++) sum += m[at + j]! * v[j]!;
      w[i] = sum;
      inner += sum * v[i]!;
    }
    for (let i = 0; i < v.length; i++) w[i] = 2 * (w[i]! - inner * v[i]!);
    for (let i = 0; i < v.length; i++) for (let j = 0, at = (k + 1 + i) * n + k + 1; j < v.length; j++) m[at + j]! -= v[i]! * w[j]! + w[i]! * v[j]!;
  }
  diagonal[n - 1] = m[n * n - 1]!;
  for (let k = 0; k < n; k++) vectors[k * n + k] = 1;
  // Q' = ... H2 H1 H0, from the left: what is not reflected yet is a part of the identity.
  for (let k = n - 2; k >= 0; k--) for (let row = k + 1; row < n; row++) reflect(reflections[k]!, vectors, 0, row * n + k + 1);
  return { diagonal, beside, vectors };
}

/** Rounds for one eigenvalue. Two are usual. */
const MOST_ROUNDS = 100;

/** Makes T diagonal by the QL method with implicit shifts, and turns the vectors along. */
function diagonalize({ diagonal: d, beside: e, vectors }: Tridiagonal, n: number): void {
  for (let low = 0; low < n; low++) {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      let high = low;
      while (high + 1 < n && Math.abs(e[high]!) > Number.EPSILON * (Math.abs(d[high]!) + Math.abs(d[high + 1]!))) high++;
      if (high === low) break;
      sweep(d, e, vectors, n, low, high);
    }
  }
}

/** One QL step on the part from `low` to `high`, whose shift is the eigenvalue of the first two by two that is nearer to the first number. */
function sweep(d: Float64Array, e: Float64Array, vectors: Float64Array, n: number, low: number, high: number): void {
  const half = (d[low + 1]! - d[low]!) / (2 * e[low]!);
  let bulge = d[high]! - d[low]! + e[low]! / (half + (half < 0 ? -1 : 1) * Math.hypot(half, 1));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let i = high - 1; i >= low; i--) {
    const [f, b] = [sine * e[i]!, cosine * e[i]!];
    const r = Math.hypot(f, bulge);
    e[i + 1] = r;
    if (r === 0) {
      // The part falls in two of itself.
      d[i + 1]! -= shift;
      e[high] = 0;
      return;
    }
    [sine, cosine] = [f / r, bulge / r];
    const moved = d[i + 1]! - shift;
    const t = (d[i]! - moved) * sine + 2 * cosine * b;
    shift = sine * t;
    d[i + 1] = moved + shift;
    bulge = cosine * t - b;
    for (let k = 0, [p, q] = [i * n, (i + 1) * n]; k < n; k++, p++, q++) {
      const [x, y] = [vectors[p]!, vectors[q]!];
      vectors[q] = sine * x + cosine * y;
      vectors[p] = cosine * x - sine * y;
    }
  }
  d[low]! -= shift;
  e[low] = bulge;
  e[high] = 0;
}
