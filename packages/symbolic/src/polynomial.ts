import type { Curve } from './curve.js';

/** A polynomial by weighted least squares. */
export interface FittedPolynomial {
  /** `[degree + 1]`, from the constant up, of powers of (x - center) / half. */
  readonly coefficients: readonly number[];
  readonly center: number;
  readonly half: number;
  /** Root mean square of what is left, as a share of the curve's spread. */
  readonly error: number;
}

/**
 * Best polynomials of all degrees up to a highest, by polynomials that are orthogonal at the points of the curve: each degree adds a number and
 * leaves those of the lower ones.
 *
 * @param most highest degree
 * @returns `[most + 1]`, by degree; fewer where there are not enough places
 * @source G. E. Forsythe, Generation and use of orthogonal polynomials for data-fitting with a digital computer, 1957
 */
export function polynomials(curve: Curve, most: number): FittedPolynomial[] {
  const { z, y, weights: w, count, places, center, half, mean, spread } = curve;
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => { let sum = 0; for (let i = 0; i < count; i++) sum += w[i]! * a[i]! * b[i]!; return sum; };
  const rest = Float64Array.from(y);
  let before = new Float64Array(count);
  let now = new Float64Array(count).fill(1);
  // The same polynomials by their coefficients.
  let [beforePowers, nowPowers] = [[] as number[], [1]];
  let total: number[] = [];
  let normBefore = 1;
  const found: FittedPolynomial[] = [];
  for (let degree = 0; degree <= Math.min(most, places - 1); degree++) {
    const norm = dot(now, now);
    const c = dot(rest, now) / norm;
    for (let i = 0; i < count; i++) rest[i]! -= c * now[i]!;
    total = nowPowers.map((v, k) => (total[k] ?? 0) + c * v);
    found.push({ coefficients: total.map((v, k) => spread * v + (k === 0 ? mean : 0)), center, half, error: Math.sqrt(dot(rest, rest)) });
    const shift = dot(now.map((v, i) => v * z[i]!), now) / norm;
    const share = degree === 0 ? 0 : norm / normBefore;
    const next = now.map((v, i) => (z[i]! - shift) * v - share * before[i]!);
    const nextPowers = [...nowPowers, 0].map((_, k) => (nowPowers[k - 1] ?? 0) - shift * (nowPowers[k] ?? 0) - share * (beforePowers[k] ?? 0));
    [before, now, beforePowers, nowPowers, normBefore] = [now, next, nowPowers, nextPowers, norm];
  }
  return found;
}

/** Coefficients of powers of x itself, from the constant up. */
export function inPowersOfX({ coefficients, center, half }: FittedPolynomial): number[] {
  // Horner's rule, with polynomials for numbers.
  return coefficients.reduceRight<number[]>((sum, c) => {
    const next = [...sum, 0].map((_, k) => ((sum[k - 1] ?? 0) - center * (sum[k] ?? 0)) / half);
    next[0]! += c;
    return sum.length === 0 ? [c] : next;
  }, []);
}
