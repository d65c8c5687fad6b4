import { mean, normalProbability } from '@knotwork/numerics';
import { notFinite, refuseCount } from './errors.js';

/** What the test says. */
export interface AutocorrelationTest {
  /** Lag-1 autocorrelation, from -1 to 1; 0 where nothing varies. */
  readonly correlation: number;
  /** Standard normal where each value is independent of the one before it; above 0 where neighbours are alike. */
  readonly statistic: number;
  /** One-sided: the probability that neighbours are so alike by chance. */
  readonly p: number;
}

/**
 * Are neighbours alike? A test of the lag-1 autocorrelation of numbers in an order, such as the residuals of a fit along one of its inputs.
 *
 * The products of neighbours, e_k e_(k+1) of deviations from the mean, are summed and divided by the root of the sum of their squares: so each value may have a variance of its own, as where noise is in
 * proportion to what is measured, which von Neumann's ratio takes for structure. Of independent values that are as often below their mean as above, each product is positive with probability 1/2 whatever its size, so that the tails
 * of the statistic are lighter than those of the normal distribution: with few values p is rather too large. Residuals of a fit lean to a negative correlation, which does the same.
 *
 * @param values `[n]`, n at least 3, finite, in their order
 * @throws RangeError for fewer, or one that is not finite
 *
 * @example
 * autocorrelationTest([-3, -2, -1, 0, 1, 2, 3]).correlation; // 0.571
 *
 * @source I. N. Lobato, J. C. Nankervis and N. E. Savin, Testing for Autocorrelation Using a Modified Box-Pierce Q Test, 2001.
 */
export function autocorrelationTest(values: ArrayLike<number>): AutocorrelationTest {
  refuseCount('n', values.length, 3);
  for (let k = 0; k < values.length; k++) if (!Number.isFinite(values[k])) throw notFinite('values', k, values[k]!);
  const center = mean(values);
  const deviations = Float64Array.from(values, (value) => value - center);
  const largest = deviations.reduce((most, e) => Math.max(most, Math.abs(e)), 0);
  if (largest === 0) return { correlation: 0, statistic: 0, p: 0.5 };
  // Squares of squares of small numbers would be 0.
  const unit = deviations.map((e) => e / largest);
  let [sum, squares, variance] = [0, 0, unit[0]! ** 2];
  for (let k = 1; k < unit.length; k++) {
    const product = unit[k - 1]! * unit[k]!;
    sum += product;
    squares += product ** 2;
    variance += unit[k]! ** 2;
  }
  const statistic = squares === 0 ? 0 : sum / Math.sqrt(squares);
  return { correlation: sum / variance, statistic, p: normalProbability(-statistic) };
}
