import { refuseEmpty } from './errors.js';

/**
 * Sample quantiles by linear interpolation between order statistics.
 *
 * With the sorted sample x_0 … x_{n-1} and h = (n - 1) p: x_⌊h⌋ + (h - ⌊h⌋) (x_{⌊h⌋+1} - x_⌊h⌋). Never decreasing in p,
 * and never outside the sample.
 *
 * @param sample `[n]`, n at least 1, in any order, infinities allowed (halfway from -∞ to ∞ is NaN); not changed.
 * @param probabilities `[m]`, each in [0, 1], in any order.
 * @returns `[m]`, in the order of `probabilities`.
 * @throws RangeError when the sample is empty or holds NaN, or a probability is outside [0, 1].
 *
 * Cost: one sort of the sample.
 *
 * @example
 * quantiles(Float64Array.of(4, 1, 3, 2), Float64Array.of(0, 0.5, 0.9)); // 1, 2.5, 3.7
 *
 * @source R. J. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages, 1996, definition 7.
 */
export function quantiles(sample: Float64Array, probabilities: Float64Array): Float64Array {
  refuseEmpty('sample', sample.length);
  const missing = sample.findIndex(Number.isNaN);
  if (missing >= 0) throw new RangeError(`"sample" must not hold NaN; got one at index ${missing}. Drop it first.`);
  const sorted = sample.toSorted();
  return probabilities.map((probability) => sortedQuantile(sorted, probability));
}

/**
 * Median, the mean of the two middle values when the count is even.
 *
 * @param values `[n]`, n at least 1, in any order; not changed.
 * @throws RangeError when empty or holding NaN.
 *
 * @example
 * median([4, 1, 3, 2]); // 2.5
 */
export function median(values: ArrayLike<number>): number {
  return quantiles(Float64Array.from(values), Float64Array.of(0.5))[0]!;
}

function sortedQuantile(sorted: Float64Array, probability: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`"probabilities" must be in [0, 1]; got ${probability}.`);
  }
  const position = (sorted.length - 1) * probability;
  const index = Math.floor(position);
  const fraction = position - index;
  const low = sorted[index]!;
  if (fraction === 0) return low;
  const high = sorted[index + 1]!;
  if (low === high) return low;
  // The first form is monotone in the fraction; the second survives a gap that overflows or is infinite.
  const gap = high - low;
  return gap < Infinity ? Math.min(high, low + fraction * gap) : (1 - fraction) * low + fraction * high;
}
