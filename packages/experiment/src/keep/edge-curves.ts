import { columnOf, edgesFrom, edgeSpreads, meanAndDeviation, outputShares } from '@knotwork/network';
import type { Samples } from '@knotwork/plugin';
import type { Model } from '../stages/stage.js';

/** Points of a curve, and bins of the density of what it sees. */
export const POINTS = 64;
export const BINS = 32;
/** Edges whose curves are kept at most: those with the largest scores. */
export const MOST_EDGES = 2000;

/** The function of one edge over the values that training rows give its input, in network units. */
export interface EdgeCurve {
  readonly layer: number;
  readonly from: number;
  /** Number of the sum at its end. */
  readonly to: number;
  /** Evenly spaced from the least to the largest of these values; a single one gets an interval of width 1 around it. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Mean and standard deviation of the function over these values. */
  readonly mean: number;
  readonly deviation: number;
  /** Share of the output's spread that flows through the edge, see `outputShares`. */
  readonly score: number;
  /** Shares of the values in bins of equal width. */
  readonly density: Float64Array;
}

/**
 * The functions of all edges that are on, all terms of an edge together; by layer, input and sum.
 *
 * @param activations inputs of every layer over the training rows
 */
export function edgeCurves({ structure, network: { parameters } }: Model, activations: readonly Samples[]): EdgeCurve[] {
  const { edgeScore } = outputShares(structure, edgeSpreads(structure, parameters, (layer) => activations[layer]!));
  const curves = structure.layers.flatMap((layer) => Array.from({ length: layer.inputs }, (_, from): EdgeCurve[] => {
    const live = Array.from({ length: layer.sums }, (__, to) => layer.terms.flatMap(({ edges }, t) => {
      const e = edges.edgeAt[from * layer.sums + to]!;
      return e < 0 ? [] : [edgeScore[layer.index]![t]![e]!];
    }));
    if (live.every((scores) => scores.length === 0)) return [];
    const seen = columnOf(activations[layer.index]!, from);
    const x = spaced(seen);
    const [along, at] = [edgesFrom(layer, parameters, from, x, 0), edgesFrom(layer, parameters, from, seen, 0)];
    const density = densityOf(seen, x);
    return live.flatMap((scores, to) => {
      if (scores.length === 0) return [];
      const [mean, deviation] = meanAndDeviation(at.subarray(to * seen.length, (to + 1) * seen.length));
      // Terms of one edge share its work; what cancels between them is none.
      return [{ layer: layer.index, from, to, x, y: along.slice(to * POINTS, (to + 1) * POINTS), mean, deviation, score: scores.reduce((a, b) => a + b, 0), density }];
    });
  }).flat());
  return curves.length <= MOST_EDGES ? curves : largest(curves);
}

function largest(curves: readonly EdgeCurve[]): EdgeCurve[] {
  const least = curves.map(({ score }) => score).sort((a, b) => b - a)[MOST_EDGES - 1]!;
  return curves.filter(({ score }) => score >= least).slice(0, MOST_EDGES);
}

function spaced(seen: Float64Array): Float64Array {
  const [low, high] = seen.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  const [from, to] = high > low ? [low, high] : [low - 0.5, low + 0.5];
  return Float64Array.from({ length: POINTS }, (_, k) => (k === POINTS - 1 ? to : from + (k * (to - from)) / (POINTS - 1)));
}

function densityOf(seen: Float64Array, x: Float64Array): Float64Array {
  const [low, high] = [x[0]!, x[POINTS - 1]!];
  const shares = new Float64Array(BINS);
  for (const v of seen) shares[Math.min(BINS - 1, Math.floor((BINS * (v - low)) / (high - low)))]! += 1 / seen.length;
  return shares;
}
