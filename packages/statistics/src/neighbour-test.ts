import type { AutocorrelationTest } from './autocorrelation-test.js';
import { refuseCount } from './errors.js';
import { productsOfPairs } from './products-of-pairs.js';

/**
 * Are neighbours alike, whichever pairs are neighbours? As `autocorrelationTest`, of neighbours that are in no order, such as rows of a table that are near in several columns. A value may be in many pairs: of independent values the
 * products of different pairs are uncorrelated all the same.
 *
 * @param values `[n]`, n at least 3, finite
 * @param pairs at least one, of different places of values; no pair twice, in either order
 * @returns `correlation` is the mean product of pairs over the mean square
 * @throws RangeError for fewer values, or one that is not finite, and without a pair
 *
 * @example
 * neighbourTest([-1, -2, 1, 2], [[0, 1], [2, 3]]).correlation; // 0.8
 *
 * @source P. A. P. Moran, Notes on Continuous Stochastic Phenomena, 1950; variance by the products themselves as in Lobato, Nankervis and Savin, 2001.
 */
export function neighbourTest(values: ArrayLike<number>, pairs: readonly (readonly [number, number])[]): AutocorrelationTest {
  refuseCount('pairs', pairs.length, 1);
  const { sum, squares, statistic, p } = productsOfPairs(values, pairs);
  return { correlation: squares === 0 ? 0 : (sum / pairs.length) / (squares / values.length), statistic, p };
}
