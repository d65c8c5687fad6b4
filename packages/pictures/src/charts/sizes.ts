import { extentOf } from '../curves/extent.js';

/** The largest size of those numbers that are finite; NaN where none is. */
export function largest(values: ArrayLike<number>): number {
  const { low, high } = extentOf(values) ?? { low: NaN, high: NaN };
  return Math.max(Math.abs(low), Math.abs(high));
}

/** The root of the mean square of those numbers that are finite; NaN where none is. */
export function rootMeanSquare(values: ArrayLike<number>): number {
  const most = largest(values);
  const finite = Array.from(values).filter(Number.isFinite);
  // By the largest, so that squares are numbers.
  return most > 0 ? most * Math.sqrt(finite.reduce((sum, value) => sum + (value / most) ** 2, 0) / finite.length) : most;
}
