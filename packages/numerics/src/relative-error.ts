import { refuseLength } from './errors.js';
import { rootMeanSquare } from './moments.js';

/** Smallest normal double: stands in for the root mean square of `expected` when that is zero. */
const tiny = 2 ** -1022;

/**
 * Norm-wise relative error ‖actual - expected‖ / ‖expected‖, in the Euclidean norm; ‖expected‖ counts as at least √n·2⁻¹⁰²².
 *
 * @param actual `[n]`.
 * @param expected `[n]`.
 * @returns dimensionless, at least 0: 0 when equal, NaN when an element is NaN or both hold the same infinity at one index.
 * @throws RangeError when the lengths differ.
 *
 * @example
 * relativeError([3, 4.5], [3, 4]); // 0.1
 */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  refuseLength('actual', actual.length, expected.length, 'as many as "expected"');
  if (expected.length === 0) return 0;
  // Differences of numbers near the largest double overflow; halves do not.
  const halves = new Float64Array(actual.length);
  for (let i = 0; i < halves.length; i++) halves[i] = actual[i]! / 2 - expected[i]! / 2;
  // A ratio of norms is the ratio of root mean squares, which never exceed the largest element.
  return 2 * (rootMeanSquare(halves) / Math.max(rootMeanSquare(expected), tiny));
}
