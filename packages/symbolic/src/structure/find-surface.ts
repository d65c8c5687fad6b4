import { type HouseholderQr, householderQr, normalProbability, qrSolve, rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { studentQuantile } from '@knotwork/statistics';
import type { FoundRatio, Term } from './find-ratio.js';
import { matrixOf } from './matrix-of.js';
import { isNoise } from './noise.js';
import { columnsOf, rowsOf, thinned } from './product-columns.js';
import { lengthsOfInverse } from './triangle.js';

/** Inputs at most of a polynomial of second degree: of more, some of all the products are there by chance. */
const MOST_INPUTS = 5;
/** Rows more than terms, before any is taken away. */
const SPARE = 2;
/** Of the spread of targets, what a polynomial of first and of second degree leaves of them at most: beside more noise, less that is bent says as much. */
const MOST_LEFT = [0.5, 0.12] as const;
/** Standard errors from 0 at which a term may go, of very many rows, and the probability that chance takes one as far on one side. */
const UNSURE = 3;
const BY_CHANCE = normalProbability(-UNSURE);
/** Nats that terms of second degree must save beside, as some of many. */
const OF_MANY = 5;
/** Of the longest column, what is left of one that says nothing of its own: the square of a column of zeros and ones. */
const DEPENDENT = 1e-9;

/**
 * A polynomial of second degree of all inputs, with products of them, as experiments are described that were made to find the best of several settings; or of first degree.
 *
 * Terms go one after the other, the least sure first, as long as one is less than three standard errors from 0, of few rows as many more as are as sure (Student). It is what any smooth function is near to over a short range, so that it is a proposal among others and no law.
 *
 * @param inputs `[rows][inputs]`, targets `[rows]`, both in the user's units
 * @returns null where rows are not two more than terms, where inputs are bent but act together in no product, and where what it leaves is no noise, or more than half of the targets' spread, of second degree an eighth. Of more than five inputs, and of too few rows for all terms, of first degree alone
 *
 * Cost: rows, 2,000 at most, times the third power of the number of terms.
 */
export function findSurface(inputs: Samples, targets: Float64Array): FoundRatio | null {
  if (inputs.count === 0 || inputs.width < 2) return null;
  const [samples, y] = thinned(inputs, targets);
  const scale = rootMeanSquare(y);
  if (!(scale > 0)) return null;
  const found = [polynomial(samples, y, 1), inputs.width > MOST_INPUTS ? null : polynomial(samples, y, 2)].flatMap((one, k): Polynomial[] =>
    (one !== null && isSurface(one.terms) && rootMeanSquare(one.left) <= MOST_LEFT[k]! * standardDeviation(y) && isNoise(samples, one.left) ? [one] : []));
  if (found.length === 0) return null;
  const { terms, left } = found.reduce((plane, bent) => (lengthOf(bent) + OF_MANY < lengthOf(plane) ? bent : plane));
  return { root: 1, scale, factors: [], above: terms.map((term) => ({ ...term, coefficient: term.coefficient / scale })), below: [], left: rootMeanSquare(left) };
}

interface Polynomial { readonly terms: readonly Term[]; readonly left: Float64Array }

/** Whether inputs act together, or none is bent: curves of single inputs are looked for elsewhere. */
function isSurface(terms: readonly Term[]): boolean {
  const degrees = terms.map(({ factors }) => factors.reduce((sum, { power }) => sum + power, 0));
  return Math.max(...degrees) === 1 || terms.some(({ factors }) => factors.length > 1);
}

/** Of the description of the rows, in nats, up to a constant: what is left, and what each term must save at least. */
const lengthOf = ({ terms, left }: Polynomial): number => left.length * Math.log(Math.max(rootMeanSquare(left), Number.MIN_VALUE)) + (terms.length * UNSURE ** 2) / 2;

/** The terms of a polynomial that rows speak for, and what these leave; null where there are too few rows. */
function polynomial(samples: Samples, y: Float64Array, degree: number): Polynomial | null {
  const columns = columnsOf(rowsOf(samples, []), Array.from({ length: samples.width }, (_, i) => i), degree, 0, samples.count - SPARE + 1);
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
    // Of few rows their deviation is not sure either.
    if (worth[least]! >= studentQuantile(1 - BY_CHANCE, y.length - kept.length)) return { left, terms: kept.map((k, j) => ({ coefficient: coefficients[j]! / sizes[k]!, factors: exponents[k]!.flatMap((power, input) => (power === 0 ? [] : [{ input, power }])) })) };
    kept = kept.filter((_, j) => j !== least);
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
