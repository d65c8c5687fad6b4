import { rootMeanSquare } from '@knotwork/numerics';
import { curveOf, type CurvePoints } from '../curve.js';
import type { Library } from '../library.js';
import { type Candidate, suggest } from '../suggest.js';
import type { FoundFunctions } from './found-functions.js';
import { EXACT, isNoise, noiseAtMost } from './noise.js';
import { PairFit, type PairRows } from './pair-fit.js';
import { pairStarts } from './pair-starts.js';

/** Steps that all starts are followed for, and those that are left; the last ones on all rows. */
const ROUNDS = [{ kept: Infinity, steps: 12 }, { kept: 60, steps: 30 }, { kept: 12, steps: 300 }] as const;
/** What is more far-fetched than that must be exact: with noise some pair is near to anything. */
const MOST_DOUBTFUL = 1;
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
 * Cost: about 1,500 starts, each with each: a second.
 */
export function findPair(library: Library, points: CurvePoints): FoundFunctions | null {
  const [x, y] = [Float64Array.from(points.x), Float64Array.from(points.y)];
  if (x.length < LEAST_ROWS) return null;
  const curve = curveOf({ x, y });
  if (!(curve.half > 0 && curve.spread > 0)) return null;
  const inputs = { count: x.length, width: 1, values: x };
  const isLaw = (left: Float64Array): boolean => left.every(Number.isFinite) && (rootMeanSquare(left) <= EXACT * curve.spread || isNoise(inputs, left));
  const single = suggest(library, { x, y }, { size: noiseAtMost(inputs, y), observations: x.length }).candidates.find((candidate) => isLaw(valuesOf(candidate, x, library).map((v, n) => y[n]! - v)));
  // One function is simpler, and so is a polynomial of few numbers.
  if (single !== undefined && single.name !== 'polynomial') return null;
  const all: PairRows = { x, y: y.map((v) => (v - curve.mean) / curve.spread) };
  const rough: PairRows = { x: curve.z.map((z) => curve.center + curve.half * z), y: curve.y };
  const starts = pairStarts(library, curve).flatMap((start) => PairFit.from(start, rough) ?? []);
  const fits = ROUNDS.reduce((fits, { kept, steps }, k) => fits.slice(0, kept).map((fit) => (k === ROUNDS.length - 1 ? fit.on(all) : fit).stepped(steps)).filter(({ error }) => Number.isFinite(error)).sort((p, q) => p.length - q.length), starts);
  const found = fits.find((fit) => fit.error <= EXACT || (fit.complexity <= MOST_DOUBTFUL && isLaw(fit.left.map((v) => v * curve.spread))));
  return found === undefined || (single !== undefined && single.size <= found.size + 1) ? null : found.inUnits(curve, noiseAtMost(inputs, found.left) * curve.spread);
}

/** What a candidate says of rows. */
function valuesOf({ name, numbers, powers }: Candidate, x: Float64Array, { functions }: Library): Float64Array {
  if (powers !== null) return x.map((v) => powers.reduceRight((sum, p) => sum * v + p, 0));
  const { a, b, c, d } = numbers!;
  return functions.find((f) => f.name === name)!.values(x, a, b).map((v) => c * v + d);
}
