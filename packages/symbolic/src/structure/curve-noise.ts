import { rootMeanSquare } from '@knotwork/numerics';
import { polynomialError } from './find-ratio.js';

/** Deviations of a mean square that are chance, and what its variance is times the number of rows: those of neighbouring rows are not independent. */
const [CHANCE, VARIANCE] = [3, 4];

/** Root mean square of what neither a polynomial nor neighbours say of a curve, and as much more as chance may make of it: noise is no more than that. @returns infinite of fewer than three places */
export const curveNoise = (x: Float64Array, y: Float64Array): number => Math.min(byNeighbours(x, y).noise, polynomialError({ count: x.length, width: 1, values: x }, y));

/** Whether what a law leaves of a curve may be noise: it says no more to neighbours, or to a polynomial. */
export function isNoise(x: Float64Array, left: Float64Array): boolean {
  // Ends have no neighbours on both sides.
  const { noise, inner } = byNeighbours(x, left);
  return Math.min(noise / inner, polynomialError({ count: x.length, width: 1, values: x }, left) / rootMeanSquare(left)) >= 1;
}

/** Noise as the lines through neighbours say, and the root mean square of the rows between neighbours. */
function byNeighbours(x: Float64Array, y: Float64Array): { readonly noise: number; readonly inner: number } {
  const order = Array.from(x.keys()).sort((i, j) => x[i]! - x[j]!);
  let [squares, own, count] = [0, 0, 0];
  for (let k = 1; k < order.length - 1; k++) {
    const [before, at, after] = [order[k - 1]!, order[k]!, order[k + 1]!];
    const width = x[after]! - x[before]!;
    if (!(width > 0)) continue;
    const share = (x[at]! - x[before]!) / width;
    // A row less the line through its neighbours has more noise than it has itself.
    squares += (y[at]! - (1 - share) * y[before]! - share * y[after]!) ** 2 / (1 + (1 - share) ** 2 + share ** 2);
    own += y[at]! ** 2;
    count++;
  }
  return count === 0 ? { noise: Infinity, inner: 1 } : { noise: Math.sqrt((squares / count) * (1 + CHANCE * Math.sqrt(VARIANCE / count))), inner: Math.sqrt(own / count) };
}
