import type { Curve } from './curve.js';

/** c, d and what is left, of a curve without units: y about c F + d. */
export interface LinearPart {
  readonly c: number;
  readonly d: number;
  /** Weighted mean square of what is left: 1 where F says nothing. */
  readonly left: number;
}

/** The same, with moments of F. */
export interface LinearFit extends LinearPart {
  readonly mean: number;
  readonly variance: number;
}

/** Below this share of its own square, what F varies by is rounding. */
const LEAST_VARIATION = 1e-20;

/**
 * Best c and d by weighted least squares.
 *
 * @param F at least `count` values of a function at the points of the curve
 * @param residuals where y - c F - d is written
 * @returns null where F is not finite somewhere, or constant but for rounding
 */
export function linearPart(F: Float64Array, { count, y, weights }: Curve, residuals: Float64Array): LinearFit | null {
  let mean = 0;
  let square = 0;
  for (let i = 0; i < count; i++) {
    mean += weights[i]! * F[i]!;
    square += weights[i]! * F[i]! * F[i]!;
  }
  let variance = 0;
  let product = 0;
  for (let i = 0; i < count; i++) {
    const f = F[i]! - mean;
    variance += weights[i]! * f * f;
    product += weights[i]! * f * y[i]!;
  }
  if (!(variance > LEAST_VARIATION * square && variance < Infinity) || !Number.isFinite(product)) return null;
  const c = product / variance;
  let left = 0;
  for (let i = 0; i < count; i++) {
    const r = y[i]! - c * (F[i]! - mean);
    residuals[i] = r;
    left += weights[i]! * r * r;
  }
  return Number.isFinite(left) ? { c, d: -c * mean, left, mean, variance } : null;
}
