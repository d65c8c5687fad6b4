import { bandLeastSquares } from '@knotwork/numerics';
import type { TermStructure } from '@knotwork/plugin/engine';
import { inDomain, placesOf } from '../features/in-domain.js';
import { knotPositions } from '../grid/input-grid.js';
import { type FeaturePlace, type FeatureTable, termFeatures } from '../features/term-features.js';

/** How well functions were re-expressed. */
export interface RefitReport {
  /** Largest change of an edge function at the fitting points, relative to the largest value there. */
  readonly change: number;
  /** Whether the fit had a unique solution; otherwise the one of least norm was taken. */
  readonly rank: 'full' | 'deficient';
}

/** Points of a fit and the weight of each; null for equal weights. */
interface FittingPoints { readonly points: Float64Array; readonly weights: Float64Array | null }

/** Points per coefficient of an even grid, and per interval of one with knots of its own. */
const DENSITY = 8;
/** Share of the weight that lies where samples are, in the norm `data`. */
const DATA_SHARE = 0.9;

/**
 * Re-expresses the basis sums of all edges that leave one input, by least squares on the new domain. Exact where the old span lies
 * in the new one, as with nested knots.
 *
 * @param before term, effective coefficients `[edges][size]` and place now
 * @param after term and place to be; may have another size
 * @param samples where the function matters: 0.9 of the weight; null for the uniform norm
 * @returns effective coefficients `[edges][size]` for `after`
 */
export function refit(
  before: { readonly term: TermStructure; readonly coefficients: Float64Array; readonly place: FeaturePlace },
  after: { readonly term: TermStructure; readonly place: FeaturePlace },
  samples: Float64Array | null = null,
): { coefficients: Float64Array; report: RefitReport } {
  const { size, window } = after.term;
  const outputs = before.coefficients.length / before.term.size;
  const { points, weights } = samples === null ? uniformPoints(after.term, after.place) : dataPoints(after.term, after.place, placesOf(after.term, samples));
  const rows = points.length;
  // The function as it was computed, its continuation beyond the old domain included: a polynomial that went on as what it is would run away.
  const old = inDomain(before.term);
  const targets = sums(old, termFeatures(old, 0)(points, before.place), before.coefficients, rows, outputs);
  const features = termFeatures(inDomain(after.term), 0)(points, after.place);
  const fit = bandLeastSquares({
    rows, size, window, starts: features.starts, values: features.values[0]!, targets, count: outputs, ...(weights === null ? {} : { weights }),
  });
  const coefficients = new Float64Array(outputs * size);
  for (let s = 0; s < size; s++) for (let o = 0; o < outputs; o++) coefficients[o * size + s] = fit.coefficients[s * outputs + o]!;
  return { coefficients, report: { change: largestChange(targets, sums(after.term, features, coefficients, rows, outputs)), rank: fit.rank } };
}

/** Evenly spread over the domain; on knots of their own as many in every interval, weighted by its length. */
export function uniformPoints(term: TermStructure, place: FeaturePlace): FittingPoints {
  const [a, b] = place.domain;
  if (place.knots === null) {
    const count = DENSITY * term.size + 1;
    return { points: Float64Array.from({ length: count }, (_, n) => a + ((b - a) * n) / (count - 1)), weights: null };
  }
  const knots = knotPositions(term, place)!;
  const count = DENSITY * (knots.length - 1);
  const cell = (n: number): number => Math.floor(n / DENSITY);
  const width = (n: number): number => knots[cell(n) + 1]! - knots[cell(n)]!;
  return {
    points: Float64Array.from({ length: count }, (_, n) => knots[cell(n)]! + (width(n) * ((n % DENSITY) + 0.5)) / DENSITY),
    weights: Float64Array.from({ length: count }, (_, n) => width(n) / ((b - a) * DENSITY)),
  };
}

/** Where samples lie within the domain, and everywhere with a tenth of the weight. */
function dataPoints(term: TermStructure, place: FeaturePlace, samples: Float64Array): FittingPoints {
  const [a, b] = place.domain;
  const inside = samples.filter((x) => x >= a && x <= b);
  const uniform = uniformPoints(term, place);
  if (inside.length === 0) return uniform;
  const points = new Float64Array(inside.length + uniform.points.length);
  points.set(inside);
  points.set(uniform.points, inside.length);
  const weights = new Float64Array(points.length).fill(DATA_SHARE / inside.length);
  const even = uniform.weights ?? new Float64Array(uniform.points.length).fill(1 / uniform.points.length);
  weights.set(even.map((w) => (1 - DATA_SHARE) * w), inside.length);
  return { points, weights };
}

/** Basis sums of all outputs: `[points][outputs]`. */
function sums({ window, size }: TermStructure, { starts, values }: FeatureTable, coefficients: Float64Array, rows: number, outputs: number): Float64Array {
  const result = new Float64Array(rows * outputs);
  for (let n = 0; n < rows; n++) {
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let j = 0; j < window; j++) sum += values[0]![n * window + j]! * coefficients[o * size + starts[n]! + j]!;
      result[n * outputs + o] = sum;
    }
  }
  return result;
}

/** Largest difference relative to the largest value. */
export function largestChange(before: Float64Array, after: Float64Array): number {
  let [largest, change] = [0, 0];
  before.forEach((v, n) => {
    largest = Math.max(largest, Math.abs(v));
    change = Math.max(change, Math.abs(after[n]! - v));
  });
  return largest === 0 ? change : change / largest;
}
