import { householderQr, mean, rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { dampedLeastSquares } from '../equation/damped-least-squares.js';
import type { Library } from '../library.js';
import { spaced } from '../spaced.js';
import { findLaws, lengthOf } from './find-law.js';
import type { FoundFunctions } from './found-functions.js';
import { matrixOf } from './matrix-of.js';
import { EXACT, isNoise, noiseAtMost } from './noise.js';
import { featuresOf, solved } from './separate-curves.js';
import { ColumnLaw } from './separate-fit.js';
import { lengthsOfInverse } from './triangle.js';

/** A target that is one sum of inputs times a law of another input, and a second sum: the second alone where the law is 0, and both together where it is 1. */
export interface FoundBlend {
  /** Of which the law is. */
  readonly input: number;
  /** Of size 1, with no constant. */
  readonly law: FoundFunctions;
  /** What each input is multiplied by in the sum that the law multiplies, and last its constant; 0 of `input`. */
  readonly times: readonly number[];
  /** The same in the other sum. */
  readonly beside: readonly number[];
  /** How many independent numbers were fitted. */
  readonly size: number;
  /** Root mean square of the noise of the targets at most, as what is left of them says. */
  readonly noise: number;
}

/** Rows that are looked at, and of these those by which laws are looked for. */
const [MOST_ROWS, ROWS_OF_LAW] = [1000, 200];
/** Inputs that it is looked for of. */
const [LEAST_INPUTS, MOST_INPUTS] = [2, 5];
/** Pieces of splines at least and at most, numbers that a spline has beside them, and rows for each number at least. */
const [FEWEST, PIECES, BESIDE_PIECES, ROWS_EACH] = [3, 12, 4, 1.5];
/** What curves may leave of targets: times noise at most, and where that is small, of their spread. */
const [NEAR, ROUGHLY] = [1.3, 0.03];
/** Of the spread of targets, the most that noise may be. */
const MOST_NOISE = 0.1;
/** Turns in which sums and curve are fitted, and the share of what is left by which one is the last. */
const [TURNS, SLOW] = [60, 1e-4];
/** Of the size of a sum, where it tells what multiplies it. */
const TOLD = 0.5;
/** Standard errors from 0 at which an input may go. */
const UNSURE = 3;
const STEPS = 100;
/** Of the targets' size, what is left of them as good as not at all. */
const ROUNDING = 1e-15;

/**
 * Looks for a target that goes from one sum of inputs to another as a law of one more input says, before anything is trained: `Ta + (T0 - Ta) exp(-k t)`, `a p + b q / (1 + t)`.
 *
 * For each input all coefficients of the others are curves of it, which is least squares; these are then made one curve, times a sum and beside another one, by least squares of sums and curve in turn. A law of the curve is looked for, and all numbers are fitted together.
 * Inputs that the rows say nothing of go. What is left must be noise in all inputs.
 *
 * @param inputs `[rows][inputs]`, targets `[rows]`, in the user's units, @param ranges of the inputs in which laws must have a value; left out, of the rows, @param most root mean square that curves may leave of the targets
 * @returns null where nothing is seen, where the law is a polynomial, and where one of the sums has no inputs: sums and products of laws are looked for by others
 *
 * Cost: least squares of splines, tenths of a second, and one search of laws, seconds, where curves are near.
 */
export function findBlend(library: Library, inputs: Samples, targets: Float64Array, ranges?: readonly (readonly [from: number, to: number])[], most = Infinity): FoundBlend | null {
  const { width, values } = inputs;
  if (width < LEAST_INPUTS || width > MOST_INPUTS) return null;
  const spread = standardDeviation(targets);
  if (!(spread > 0)) return null;
  const kept = spaced(inputs.count, MOST_ROWS);
  const columns = Array.from({ length: width }, (_, i) => Float64Array.from(kept, (n) => values[n * width + i]!));
  const y = Float64Array.from(kept, (n) => targets[n]! / spread);
  const samples: Samples = { count: kept.length, width, values: Float64Array.from(kept.flatMap((n) => [...values.subarray(n * width, (n + 1) * width)])) };
  const noise = noiseAtMost(samples, y);
  const sizes = columns.map((column) => rootMeanSquare(column) || 1);
  const one = y.map(() => 1);
  const curves = columns.flatMap((t, input): Curve[] => {
    // What is not multiplied by anything is 1.
    const others = columns.map((column, i) => (i === input ? one : column.map((v) => v / sizes[i]!)));
    const curve = curveOf(t, others, y, Math.min(most / spread, Math.max(NEAR * noise, ROUGHLY)));
    return curve === null ? [] : [{ ...curve, input, t, others }];
  });
  if (curves.length === 0) return null;
  const curve = curves.reduce((a, b) => (b.left < a.left ? b : a));
  if (Math.min(noise, curve.left) > MOST_NOISE) return null;
  const best = lawsOf(library, curve, y, ranges?.[curve.input]).reduce<Fit | null>((found, law) => {
    const fit = fitted(law, curve, y, library);
    if (fit === null || (rootMeanSquare(fit.left) > EXACT && !isNoise(samples, fit.left))) return found;
    return found === null || fit.length < found.length ? fit : found;
  }, null);
  if (best === null) return null;
  // In the order of the inputs, the constant last.
  const told = (of: readonly number[]): number[] => [...of.map((c, i) => (i === curve.input ? 0 : (c * spread) / sizes[i]!)), of[curve.input]! * spread];
  const hasInputs = (of: readonly number[]): boolean => of.some((c, i) => i !== curve.input && c !== 0);
  if (!hasInputs(best.times) || !hasInputs(best.beside)) return null;
  return { input: curve.input, law: best.law, times: told(best.times), beside: told(best.beside), size: best.size, noise: spread * noiseAtMost(samples, best.left) };
}

/** Two sums by their coefficients, and a curve that multiplies the first. */
interface Sums { readonly times: readonly number[]; readonly beside: readonly number[] }
interface Curve extends Sums { readonly input: number; readonly t: Float64Array; readonly others: readonly Float64Array[]; readonly values: Float64Array; readonly left: number }

const added = (columns: readonly Float64Array[], coefficients: ArrayLike<number>): Float64Array => columns[0]!.map((_, n) => columns.reduce((sum, column, j) => sum + coefficients[j]! * column[n]!, 0));
const product = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, n) => v * b[n]!);

/** One curve of t and two sums of the others that are nearest to targets. @returns null where they leave more than enough, and where there are too few rows */
function curveOf(t: Float64Array, others: readonly Float64Array[], y: Float64Array, enough: number): Pick<Curve, 'times' | 'beside' | 'values' | 'left'> | null {
  const pieces = Math.min(PIECES, Math.floor(y.length / (ROWS_EACH * others.length)) - BESIDE_PIECES);
  if (pieces < FEWEST) return null;
  const features = featuresOf(t, pieces);
  const all = apart(features, others, y);
  if (!(Math.sqrt(all.squares / Math.max(1, all.free)) <= enough)) return null;
  // Of many pieces curves are uncertain one by one: a few, which may be far off, say where to begin.
  const coarse = featuresOf(t, FEWEST);
  const nearest = (from: readonly Float64Array[], of: readonly Float64Array[]): ReturnType<typeof inTurns> => from.map((start) => inTurns(start, of, others, y)).reduce((one, other) => (other.squares < one.squares ? other : one));
  const { squares, ...found } = nearest([nearest(apart(coarse, others, y).starts, coarse).values, ...all.starts], features);
  const left = Math.sqrt(squares / Math.max(1, y.length - features.length - 2 * others.length));
  return left <= enough ? { ...found, left } : null;
}

/** Coefficients of the others as curves of t, each by itself: what they leave, and curves by which one in place of them all may begin. */
function apart(features: readonly Float64Array[], others: readonly Float64Array[], y: Float64Array): Pick<ReturnType<typeof solved>, 'squares' | 'free'> & { readonly starts: readonly Float64Array[] } {
  const { coefficients, ...left } = solved(others.flatMap((column) => features.map((feature) => product(feature, column))), y);
  const changes = others.map((_, j) => centered(added(features.slice(1), coefficients.subarray(j * features.length + 1, (j + 1) * features.length))));
  // What most of the changes are along t, and each of them, since the largest one may be of noise.
  return { ...left, starts: [added(changes, direction(changes)), ...changes] };
}

/** Sums for a curve, and a curve for the sums, in turn. */
function inTurns(start: Float64Array, features: readonly Float64Array[], others: readonly Float64Array[], y: Float64Array): Sums & { readonly values: Float64Array; readonly squares: number } {
  let now: ReturnType<typeof inTurns> = { times: [], beside: [], values: start, squares: Infinity };
  for (let turn = 0; turn < TURNS; turn++) {
    const { coefficients } = solved([...others.map((column) => product(column, now.values)), ...others], y);
    const [times, beside] = [coefficients.subarray(0, others.length), coefficients.subarray(others.length)];
    const [factor, rest] = [added(others, times), added(others, beside)];
    const bent = solved(features.map((feature) => product(feature, factor)), y.map((v, n) => v - rest[n]!));
    const curve = added(features, bent.coefficients);
    const size = rootMeanSquare(curve) || 1;
    const isSlow = !(bent.squares < (1 - SLOW) * now.squares);
    now = { times: [...times].map((c) => c * size), beside: [...beside], values: curve.map((v) => v / size), squares: bent.squares };
    if (isSlow) break;
  }
  return now;
}

const centered = (curve: Float64Array): Float64Array => { const middle = mean(curve); return curve.map((v) => v - middle); };

/** Coefficients of the sum of columns that has the largest squares, of length 1. */
function direction(columns: readonly Float64Array[]): number[] {
  const squares = columns.map((a) => columns.map((b) => a.reduce((sum, v, n) => sum + v * b[n]!, 0)));
  let now = columns.map((_, j) => squares[j]![j]!);
  for (let turn = 0; turn < TURNS; turn++) {
    const next = squares.map((row) => row.reduce((sum, v, j) => sum + v * now[j]!, 0));
    const length = Math.hypot(...next) || 1;
    now = next.map((v) => v / length);
  }
  return now;
}

/** Laws of a curve that are no polynomials, of size 1 and with no constant: what these are sums say. */
function lawsOf(library: Library, { t, others, times, beside }: Curve, y: Float64Array, range: readonly [number, number] | undefined): FoundFunctions[] {
  const [factor, rest] = [added(others, times), added(others, beside)];
  const size = rootMeanSquare(factor);
  // Where the other sum says all, the curve is multiplied by nothing, or by what rounding left, and may be anything.
  if (!(size > EXACT)) return [];
  const least = TOLD * size;
  const told = [...y.keys()].filter((n) => Math.abs(factor[n]!) >= least);
  const rows = spaced(told.length, ROWS_OF_LAW).map((k) => told[k]!);
  const points = { x: rows.map((n) => t[n]!), y: rows.map((n) => (y[n]! - rest[n]!) / factor[n]!) };
  return findLaws(library, points, range).flatMap((law) => (law.degree !== undefined || (law.way === 'sum' && law.parts.length > 1) ? [] : [{ ...law, scale: 1, constant: 0, parts: law.parts.map((part) => ({ ...part, c: 1 })) }]));
}

interface Fit extends Sums { readonly law: FoundFunctions; readonly left: Float64Array; readonly size: number; readonly length: number }

/** All numbers together, without inputs that rows say nothing of; null where the law has no value on some row. */
function fitted(law: FoundFunctions, { t, others }: Pick<Curve, 't' | 'others'>, y: Float64Array, library: Library): Fit | null {
  const column = new ColumnLaw(law, t, library, false, false);
  const [count, width] = [column.numbers.length, others.length];
  const begun = column.at(column.numbers).values;
  if (!begun.every(Number.isFinite)) return null;
  let at: number[] = [...column.numbers, ...solved([...others.map((of) => product(of, begun)), ...others], y).coefficients];
  /** Places of coefficients that are not 0: of one sum, and from `width` on of the other. */
  let kept = Array.from({ length: 2 * width }, (_, j) => j);
  const ofLaw = (p: ArrayLike<number>): number[] => Array.from({ length: count }, (_, k) => p[k]!);
  const sumsOf = (p: ArrayLike<number>): Sums => {
    const all = new Array<number>(2 * width).fill(0);
    kept.forEach((j, k) => { all[j] = p[count + k]!; });
    return { times: all.slice(0, width), beside: all.slice(width) };
  };
  const residuals = (p: ArrayLike<number>): Float64Array => {
    const [{ values }, { times, beside }] = [column.at(ofLaw(p)), sumsOf(p)];
    const [factor, rest] = [added(others, times), added(others, beside)];
    return y.map((v, n) => v - factor[n]! * values[n]! - rest[n]!);
  };
  const slopes = (p: ArrayLike<number>): Float64Array[] => {
    const { values, changes } = column.at(ofLaw(p));
    const factor = added(others, sumsOf(p).times);
    return [...changes.map((change) => product(change, factor)), ...kept.map((j) => (j < width ? product(others[j]!, values) : others[j - width]!))];
  };
  const jacobian = (p: ArrayLike<number>): Float64Array => Float64Array.from(slopes(p).flatMap((of) => [...of]));
  const enough = y.length * (ROUNDING * rootMeanSquare(y)) ** 2;
  for (;;) {
    const found = dampedLeastSquares({ rows: y.length, at, steps: STEPS, enough, negligible: enough, residuals, jacobian });
    if (found === null) return null;
    const [left, size] = [residuals(found.at), found.at.length];
    const error = rootMeanSquare(left);
    const deviation = Math.max(error, EXACT) * Math.sqrt(y.length / Math.max(1, y.length - size));
    const inverse = lengthsOfInverse(householderQr(matrixOf(slopes(found.at)), y.length, size));
    const worth = kept.map((_, k) => Math.abs(found.at[count + k]!) / (deviation * inverse[count + k]!));
    const least = worth.indexOf(Math.min(...worth));
    // What others say as well is no number.
    if (kept.length === 0 || worth[least]! >= UNSURE) {
      const of = column.with(ofLaw(found.at));
      return { law: of, ...sumsOf(found.at), left, size, length: lengthOf([of], error, y.length, size, library) };
    }
    kept = kept.filter((_, k) => k !== least);
    at = [...found.at].filter((_, k) => k !== count + least);
  }
}
