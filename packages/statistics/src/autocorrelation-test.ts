import { productsOfPairs } from './products-of-pairs.js';

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
  const { sum, squares, statistic, p } = productsOfPairs(values, Array.from({ length: Math.max(0, values.length - 1) }, (_, k) => [k, k + 1]));
  return { correlation: squares === 0 ? 0 : sum / squares, statistic, p };
}
