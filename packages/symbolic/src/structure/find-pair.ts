import { rootMeanSquare } from '@knotwork/numerics';
import { curveOf, type CurvePoints } from '../curve.js';
import type { Library } from '../library.js';
import { type Candidate, suggest } from '../suggest.js';
import { polynomialError } from './find-ratio.js';
import { EXACT, PairFit, type PairRows } from './pair-fit.js';
import { pairStarts } from './pair-starts.js';

/** c f(a x^power + b), in units of the points; of a product, c is 1. */
export interface PairPart { readonly f: string; readonly power: number; readonly a: number; readonly b: number; readonly c: number }

/** A target of one input that is a sum of two functions and a constant, or a scale times the product of two and a constant. */
export interface FoundPair {
  readonly way: 'sum' | 'product';
  readonly parts: readonly [PairPart, PairPart];
  readonly scale: number;
  readonly constant: number;
  /** How many numbers were fitted. */
  readonly size: number;
}

/** Steps that all starts are followed for, and those that are left; the last ones on all rows. */
const ROUNDS = [{ kept: Infinity, steps: 12 }, { kept: 60, steps: 30 }, { kept: 12, steps: 300 }] as const;
/** What is more far-fetched than that must be exact: with noise some pair is near to anything. */
const MOST_DOUBTFUL = 1;
/** Deviations of a mean square that are chance. */
const CHANCE = 3;
/** Of fewer rows anything is a pair. */
const LEAST_ROWS = 20;

/**
 * Looks for a target of one input that is a sum or a product of two functions, before anything is trained: a cosine that decays, a line and a wave. What one function or a polynomial says is no pair.
 *
 * All starts of the searches of both are compared in pairs, by tables at 65 nodes; the best of different functions are followed by least squares.
 *
 * @param points at most some thousand, of one input
 * @returns null where no pair leaves nothing that depends on the input
 *
 * Cost: about 1,500 starts, each with each: two seconds.
 */
export function findPair(library: Library, points: CurvePoints): FoundPair | null {
  const [x, y] = [Float64Array.from(points.x), Float64Array.from(points.y)];
  if (x.length < LEAST_ROWS) return null;
  const curve = curveOf({ x, y });
  if (!(curve.half > 0 && curve.spread > 0)) return null;
  const isLaw = (left: Float64Array): boolean => left.every(Number.isFinite) && rootMeanSquare(left) <= Math.max(EXACT * curve.spread, noiseOf(x, left));
  const single = suggest(library, { x, y }, { size: noiseOf(x, y), observations: x.length }).candidates.find((candidate) => isLaw(valuesOf(candidate, x, library).map((v, n) => y[n]! - v)));
  // One function is simpler, and so is a polynomial of few numbers.
  if (single !== undefined && single.name !== 'polynomial') return null;
  const all: PairRows = { x, y: y.map((v) => (v - curve.mean) / curve.spread) };
  const rough: PairRows = { x: curve.z.map((z) => curve.center + curve.half * z), y: curve.y };
  const starts = pairStarts(library, curve).flatMap((start) => PairFit.from(start, rough) ?? []);
  const fits = ROUNDS.reduce((fits, { kept, steps }, k) => fits.slice(0, kept).map((fit) => (k === ROUNDS.length - 1 ? fit.on(all) : fit).stepped(steps)).filter(({ error }) => Number.isFinite(error)).sort((p, q) => p.length - q.length), starts);
  const found = fits.find((fit) => fit.error <= EXACT || (fit.complexity <= MOST_DOUBTFUL && isLaw(fit.left.map((v) => v * curve.spread))));
  return found === undefined || (single !== undefined && single.size <= found.size + 1) ? null : found.inUnits(curve);
}

/** What a candidate says of rows. */
function valuesOf({ name, numbers, powers }: Candidate, x: Float64Array, { functions }: Library): Float64Array {
  if (powers !== null) return x.map((v) => powers.reduceRight((sum, p) => sum * v + p, 0));
  const { a, b, c, d } = numbers!;
  return functions.find((f) => f.name === name)!.withSlopes(x, a, b)[0].map((v) => c * v + d);
}

/** Root mean square of what neither a polynomial nor neighbours say of a curve, and as much more as chance may make of it: noise is no more than that. */
function noiseOf(x: Float64Array, y: Float64Array): number {
  const order = Array.from(x.keys()).sort((i, j) => x[i]! - x[j]!);
  let [squares, count] = [0, 0];
  for (let k = 1; k < order.length - 1; k++) {
    const [before, at, after] = [order[k - 1]!, order[k]!, order[k + 1]!];
    const width = x[after]! - x[before]!;
    if (!(width > 0)) continue;
    const share = (x[at]! - x[before]!) / width;
    // A row less the line through its neighbours has more noise than it has itself.
    squares += (y[at]! - (1 - share) * y[before]! - share * y[after]!) ** 2 / (1 + (1 - share) ** 2 + share ** 2);
    count++;
  }
  const local = count === 0 ? Infinity : Math.sqrt((squares / count) * (1 + CHANCE * Math.sqrt(2 / count)));
  return Math.min(local, polynomialError({ count: x.length, width: 1, values: x }, y));
}
