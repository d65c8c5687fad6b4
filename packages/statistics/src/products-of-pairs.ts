import { mean, normalProbability } from '@knotwork/numerics';
import { notFinite, refuseCount } from './errors.js';

/** What pairs of values say of each other. */
export interface ProductsOfPairs {
  /** Sum of the products of pairs, of deviations from the mean over the largest of them; 0 where nothing varies. */
  readonly sum: number;
  /** Sum of the squares of all such deviations. */
  readonly squares: number;
  /** Standard normal where values are independent. */
  readonly statistic: number;
  /** That it is so large by chance. */
  readonly p: number;
}

/** The sum of products over the root of the sum of their squares: each value may have a variance of its own. @throws RangeError for fewer than 3 values, or one that is not finite */
export function productsOfPairs(values: ArrayLike<number>, pairs: readonly (readonly [number, number])[]): ProductsOfPairs {
  refuseCount('n', values.length, 3);
  for (let k = 0; k < values.length; k++) if (!Number.isFinite(values[k])) throw notFinite('values', k, values[k]!);
  const center = mean(values);
  const deviations = Float64Array.from(values, (value) => value - center);
  const largest = deviations.reduce((most, e) => Math.max(most, Math.abs(e)), 0);
  if (largest === 0) return { sum: 0, squares: 0, statistic: 0, p: 0.5 };
  // Squares of squares of small numbers would be 0.
  const unit = deviations.map((e) => e / largest);
  let [sum, variance] = [0, 0];
  for (const [i, j] of pairs) {
    const product = unit[i]! * unit[j]!;
    sum += product;
    variance += product ** 2;
  }
  const statistic = variance === 0 ? 0 : sum / Math.sqrt(variance);
  return { sum, squares: unit.reduce((total, e) => total + e ** 2, 0), statistic, p: normalProbability(-statistic) };
}
