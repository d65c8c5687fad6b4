import type { LayerStructure, TermStructure } from '@knotwork/plugin/engine';
import { gridOf } from '../grid/input-grid.js';
import { edgesOf } from '../structure/term-edges.js';
import { type FeaturePlace, type FeatureTable, termFeatures } from './term-features.js';

/**
 * The edge functions of a layer, or their derivatives, at points of every input: base function and all terms.
 *
 * @param points per input, as many for each: `points(input)`
 * @returns `[inputs][sums][points]`; edges that are off are zero
 */
export function edgeFunctions(layer: LayerStructure, parameters: Float64Array, points: (input: number) => Float64Array, order: number): Float64Array {
  const each = Array.from({ length: layer.inputs }, (_, i) => edgesFrom(layer, parameters, i, points(i), order));
  const result = new Float64Array(each.reduce((n, v) => n + v.length, 0));
  each.forEach((v, i) => { result.set(v, i * v.length); });
  return result;
}

/** The functions of the edges that leave one input, or their derivatives: `[sums][points]`; edges that are off are zero. */
export function edgesFrom(layer: LayerStructure, parameters: Float64Array, input: number, points: Float64Array, order: number): Float64Array {
  const count = points.length;
  const result = new Float64Array(layer.sums * count);
  for (const term of layer.terms) {
    termEdgesFrom(term, parameters, input, points, order, (e, values) => {
      const at = term.edges.to[e]! * count;
      for (let n = 0; n < count; n++) result[at + n]! += values[n]!;
    });
  }
  return result;
}

/** Visits the edges of one term that leave one input, with the values of their functions, or of their derivatives, at points; these are valid during the visit. */
export function termEdgesFrom(
  term: TermStructure, parameters: Float64Array, input: number, points: Float64Array, order: number, visit: (edge: number, values: Float64Array) => void,
): void {
  const { first, end } = edgesOf(term, input);
  if (first === end) return;
  const { coefficients, baseWeight, basisWeight } = term.segments;
  const table = featuresByEdge(term, parameters, first, points, order);
  const result = new Float64Array(points.length);
  for (let e = first; e < end; e++) {
    const { starts, values, base } = table(e);
    const c = coefficients.offset + e * term.size;
    const scale = basisWeight === null ? 1 : parameters[basisWeight.offset + e]!;
    const baseScale = baseWeight === null ? 0 : parameters[baseWeight.offset + e]!;
    for (let n = 0; n < points.length; n++) {
      let sum = 0;
      for (let j = 0; j < term.window; j++) sum += values[order]![n * term.window + j]! * parameters[c + starts[n]! + j]!;
      result[n] = scale * sum + (base[order] === undefined ? 0 : baseScale * base[order][n]!);
    }
    visit(e, result);
  }
}

/** Features of the edges that leave one input: one table for all of them, unless edges have shape parameters of their own. @param first of these edges */
function featuresByEdge(term: TermStructure, parameters: Float64Array, first: number, points: Float64Array, order: number): (edge: number) => FeatureTable {
  const evaluate = termFeatures(term, order);
  const at = (edge: number): FeatureTable => evaluate(points, placeOf(term, parameters, edge));
  if (hasEdgeShape(term)) return at;
  const shared = at(first);
  return () => shared;
}

/** Whether edges have shape parameters of their own, so that those of one input do not share their features. */
export function hasEdgeShape({ shape }: TermStructure): boolean {
  return Object.values(shape).some(({ scope }) => scope === 'edge');
}

/** Grid and shape parameters of one edge. */
export function placeOf(term: TermStructure, parameters: Float64Array, edge: number): FeaturePlace {
  const input = term.edges.from[edge]!;
  const index = { edge, input: term.edges.inputAt[input]!, layer: 0 };
  const shape = Object.entries(term.segments.shape).map(([name, { offset }]): [string, number] => [name, parameters[offset + index[term.shape[name]!.scope]]!]);
  return { ...gridOf(term, parameters, input), shape: Object.fromEntries(shape) };
}
