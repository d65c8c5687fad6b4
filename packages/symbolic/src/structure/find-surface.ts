import { type HouseholderQr, householderQr, qrSolve, rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import type { FoundRatio, Term } from './find-ratio.js';
import { matrixOf } from './matrix-of.js';
import { isNoise } from './noise.js';
import { columnsOf, rowsOf, thinned } from './product-columns.js';
import { lengthsOfInverse } from './triangle.js';

/** Inputs at most: of more, some of all the products are there by chance. */
const MOST_INPUTS = 5;
/** Of a polynomial of all inputs. */
const DEGREE = 2;
/** Rows for each term, before any is taken away. */
const ROWS_PER_TERM = 1.5;
/** Of the spread of targets, what is left of them at most. */
const MOST_LEFT = 0.5;
/** Standard errors from 0 at which a term may go. */
const UNSURE = 3;
/** Of the longest column, what is left of one that says nothing of its own: the square of a column of zeros and ones. */
const DEPENDENT = 1e-9;

/**
 * A polynomial of second degree of all inputs, with products of them, as experiments are described that were made to find the best of several settings.
 *
 * Terms go one after the other, the least sure first, as long as one is less than three standard errors from 0. It is what any smooth function is near to over a short range, so that it is a proposal among others and no law.
 *
 * @param inputs `[rows][inputs]`, targets `[rows]`, both in the user's units
 * @returns null where rows are fewer than three for two terms, of more than five inputs, where no product of two inputs is left, or where what it leaves is more than half of the targets' spread, or no noise
 *
 * Cost: rows, 2,000 at most, times the third power of the number of terms.
 */
export function findSurface(inputs: Samples, targets: Float64Array): FoundRatio | null {
  if (inputs.count === 0 || inputs.width < 2 || inputs.width > MOST_INPUTS) return null;
  const [samples, y] = thinned(inputs, targets);
  const scale = rootMeanSquare(y);
  if (!(scale > 0)) return null;
  const columns = columnsOf(rowsOf(samples, []), Array.from({ length: samples.width }, (_, i) => i), DEGREE, 0, samples.count / ROWS_PER_TERM + 1);
  if (columns === null) return null;
  const { values, above, exponents, sizes } = columns;
  let kept = independent(values.slice(0, above));
  while (kept.length > 0) {
    const qr = factored(values, kept);
    const coefficients = qrSolve(qr, y, 1);
    const left = y.map((v, n) => v - kept.reduce((sum, k, j) => sum + coefficients[j]! * values[k]![n]!, 0));
    const deviation = rootMeanSquare(left) * Math.sqrt(y.length / (y.length - kept.length));
    const inverse = lengthsOfInverse(qr);
    const worth = kept.map((_, j) => Math.abs(coefficients[j]!) / (deviation * inverse[j]!));
    const least = worth.indexOf(Math.min(...worth));
    if (worth[least]! < UNSURE) {
      kept = kept.filter((_, j) => j !== least);
      continue;
    }
    if (deviation > MOST_LEFT * standardDeviation(y)) return null;
    const terms = kept.map((k, j): Term => ({ coefficient: coefficients[j]! / sizes[k]! / scale, factors: exponents[k]!.flatMap((power, input) => (power === 0 ? [] : [{ input, power }])) }));
    return terms.some(({ factors }) => factors.length > 1) && isNoise(samples, left) ? { root: 1, scale, factors: [], above: terms, below: [], left: rootMeanSquare(left) } : null;
  }
  return null;
}

const factored = (values: readonly Float64Array[], kept: readonly number[]): HouseholderQr => householderQr(matrixOf(kept.map((k) => values[k]!)), values[0]!.length, kept.length);

/** Columns that say something that those before them do not. */
function independent(values: readonly Float64Array[]): number[] {
  const all = Array.from(values.keys());
  const { diagonal } = factored(values, all);
  const longest = Math.max(...diagonal.map(Math.abs));
  return all.filter((k) => Math.abs(diagonal[k]!) > DEPENDENT * longest);
}
