import { leastSquares, rootMeanSquare } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { matrixOf } from './matrix-of.js';
import { columnsOf, type ProductColumns, rowsOf, thinned } from './product-columns.js';

/** What is left of targets that are met but for rounding, as a share of their size. */
export const EXACT = 1e-9;
/** Of the polynomial that says what noise is, rows for each of its terms. */
const MOST_DEGREE = 12;
const ROWS_PER_TERM = 4;
/** Times its smallest value that the largest one of an input is whose logarithm is asked as well. */
const LONG = 3;
/** Deviations of a mean square that are chance, and its variance times the number of rows: of rows by themselves, and of lines through neighbours, which share them. */
const CHANCE = 3;
const [VARIANCE, OF_NEIGHBOURS] = [2, 4];

/**
 * Root mean square that noise of targets has at most: what a polynomial of all inputs, or of their logarithms, and of one input the line through neighbouring rows, leave of them, and as much more as chance may make of it.
 *
 * @param inputs `[rows][inputs]`; of more than 2,000 rows, as many that lie evenly among them are looked at @returns infinite where there are too few rows
 */
export const noiseAtMost = (inputs: Samples, targets: Float64Array): number => Math.min(...measured(inputs, targets).map(({ noise }) => noise));

/** Whether what a law leaves may be noise: nothing of it depends on the inputs. What is wrong by little is near to no polynomial, but what is left of it is. True where there are too few rows to tell. */
export const isNoise = (inputs: Samples, left: Float64Array): boolean => measured(inputs, left).every(({ noise, size }) => size <= noise);

/** Noise at most, as something tells, and the root mean square of the rows that it tells it of. */
interface Measured { readonly noise: number; readonly size: number }

function measured(inputs: Samples, targets: Float64Array): Measured[] {
  const [samples, y] = thinned(inputs, targets);
  const logarithms = withLogarithms(samples);
  return [byPolynomial(samples, y), ...(logarithms === null ? [] : [byPolynomial(logarithms, y)]), ...(samples.width === 1 ? [byNeighbours(samples.values, y)] : [])];
}

/** The logarithms of inputs that are above 0 and go over more than half a decade, in their place; null where there are none. Over decades a polynomial of the input is near to no law. */
function withLogarithms({ count, width, values }: Samples): Samples | null {
  const isLong = Array.from({ length: width }, (_, i) => {
    let [least, most] = [Infinity, -Infinity];
    for (let n = 0; n < count; n++) { least = Math.min(least, values[n * width + i]!); most = Math.max(most, values[n * width + i]!); }
    return least > 0 && most > LONG * least;
  });
  return isLong.includes(true) ? { count, width, values: Float64Array.from(values, (v, k) => (isLong[k % width]! ? Math.log(v) : v)) } : null;
}

/** The degree is as high as there are rows for. */
function byPolynomial(inputs: Samples, y: Float64Array): Measured {
  if (inputs.width === 0 || y.length === 0) return { noise: Infinity, size: 0 };
  const [rows, size] = [rowsOf(inputs, []), rootMeanSquare(y)];
  let columns: ProductColumns | null = null;
  for (let degree = 1; degree <= MOST_DEGREE; degree++) {
    const larger = columnsOf(rows, rows.scaled.map((_, i) => i), degree, 0, rows.count / ROWS_PER_TERM);
    if (larger === null) break;
    columns = larger;
  }
  if (columns === null) return { noise: Infinity, size };
  const { values, above } = columns;
  const { coefficients } = leastSquares(matrixOf(values.slice(0, above)), y, { rows: y.length, columns: above, count: 1 });
  const squares = y.reduce((sum, value, n) => sum + (value - values.slice(0, above).reduce((fit, column, j) => fit + coefficients[j]! * column[n]!, 0)) ** 2, 0);
  return { noise: likely(squares, y.length - values.length, VARIANCE / y.length), size };
}

/** The root of a mean square that is as large as chance may make it. */
const likely = (squares: number, free: number, variance: number): number => Math.sqrt((squares / free) * (1 + CHANCE * Math.sqrt(variance)));

/** By the lines through neighbours, of the rows between them: ends have none on both sides. */
function byNeighbours(x: Samples['values'], y: Float64Array): Measured {
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
  return count === 0 ? { noise: Infinity, size: 0 } : { noise: likely(squares, count, OF_NEIGHBOURS / count), size: Math.sqrt(own / count) };
}
