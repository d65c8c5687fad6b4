import { refuseEmpty } from './errors.js';

/**
 * Arithmetic mean; a second pass adds the mean of the deviations, which recovers what the plain sum rounds away.
 *
 * @param values `[n]`, n at least 1; NaN gives NaN.
 * @throws RangeError when empty.
 *
 * @example
 * mean([1, 2, 6]); // 3
 */
export function mean(values: ArrayLike<number>): number {
  refuseEmpty('values', values.length);
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  if (!Number.isFinite(sum)) return meanOfLarge(values);
  const rough = sum / count;
  let deviations = 0;
  for (let i = 0; i < count; i++) deviations += values[i]! - rough;
  return rough + deviations / count;
}

/** Mean when the plain sum overflows. */
function meanOfLarge(values: ArrayLike<number>): number {
  let rough = 0;
  for (let i = 0; i < values.length; i++) rough += values[i]! / values.length;
  return rough;
}

/**
 * Population standard deviation sqrt(Σ (x - mean)² / n), in two passes.
 *
 * @param values `[n]`, n at least 1; NaN or an infinity gives NaN.
 * @returns at least 0; 0 for equal values.
 * @throws RangeError when empty.
 *
 * @example
 * standardDeviation([2, 4, 4, 4, 5, 5, 7, 9]); // 2
 *
 * @source T. F. Chan, G. H. Golub and R. J. LeVeque, Algorithms for Computing the Sample Variance, 1983.
 */
export function standardDeviation(values: ArrayLike<number>): number {
  const center = mean(values);
  return rootMeanSquare(Float64Array.from(values, (value) => value - center));
}

/**
 * sqrt(Σ x² / n), scaled by the largest magnitude so that no square overflows or vanishes.
 *
 * @param values `[n]`, n at least 1; NaN gives NaN.
 * @throws RangeError when empty.
 *
 * @example
 * rootMeanSquare([1, 7]); // 5
 */
export function rootMeanSquare(values: ArrayLike<number>): number {
  refuseEmpty('values', values.length);
  let scale = 0;
  for (let i = 0; i < values.length; i++) scale = Math.max(scale, Math.abs(values[i]!));
  if (scale === 0 || !Number.isFinite(scale)) return scale;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! / scale) ** 2;
  return scale * Math.sqrt(sum / values.length);
}
