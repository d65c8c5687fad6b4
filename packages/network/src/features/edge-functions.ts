import type { LayerStructure, TermStructure } from '@knotwork/plugin';
import { gridOf } from '../grid/input-grid.js';
import { type FeaturePlace, type FeatureTable, termFeatures } from './term-features.js';

/**
 * The edge functions of a layer, or their derivatives, at points of every input: base function and all terms.
 *
 * @param points per input, as many for each: `points(input)`
 * @returns `[inputs][outputs][points]`; masked edges are zero
 */
export function edgeFunctions(layer: LayerStructure, parameters: Float64Array, points: (input: number) => Float64Array, order: number): Float64Array {
  const each = Array.from({ length: layer.inputs }, (_, i) => edgesFrom(layer, parameters, i, points(i), order));
  const result = new Float64Array(each.reduce((n, v) => n + v.length, 0));
  each.forEach((v, i) => { result.set(v, i * v.length); });
  return result;
}

/** The functions of the edges that leave one input, or their derivatives: `[outputs][points]`; masked edges are zero. */
export function edgesFrom(layer: LayerStructure, parameters: Float64Array, input: number, points: Float64Array, order: number): Float64Array {
  const count = points.length;
  const result = new Float64Array(layer.outputs * count);
  for (const term of layer.terms) {
    const table = featuresByEdge(term, parameters, input, layer.outputs, points, order);
    const { coefficients, baseWeight, basisWeight } = term.segments;
    for (let o = 0; o < layer.outputs; o++) {
      const e = input * layer.outputs + o;
      if (term.mask[e] === 0) continue;
      const { starts, values, base } = table(o);
      const c = coefficients.offset + e * term.size;
      const scale = basisWeight === null ? 1 : parameters[basisWeight.offset + e]!;
      const baseScale = baseWeight === null ? 0 : parameters[baseWeight.offset + e]!;
      for (let n = 0; n < count; n++) {
        let sum = 0;
        for (let j = 0; j < term.window; j++) sum += values[order]![n * term.window + j]! * parameters[c + starts[n]! + j]!;
        result[o * count + n]! += scale * sum + (base[order] === undefined ? 0 : baseScale * base[order][n]!);
      }
    }
  }
  return result;
}

/** Features for the edge to each output: one table for all of them, unless edges have shape parameters of their own. */
export function featuresByEdge(
  term: TermStructure, parameters: Float64Array, input: number, outputs: number, points: Float64Array, order: number,
): (output: number) => FeatureTable {
  const evaluate = termFeatures(term, order);
  const at = (output: number): FeatureTable => evaluate(points, placeOf(term, parameters, input, output, outputs));
  if (hasEdgeShape(term)) return at;
  const shared = at(0);
  return () => shared;
}

/** Whether edges have shape parameters of their own, so that those of one input do not share their features. */
export function hasEdgeShape({ shape }: TermStructure): boolean {
  return Object.values(shape).some(({ scope }) => scope === 'edge');
}

/** Grid and shape parameters of one edge. */
export function placeOf(term: TermStructure, parameters: Float64Array, input: number, output: number, outputs: number): FeaturePlace {
  const index = { edge: input * outputs + output, input, layer: 0 };
  const shape = Object.entries(term.segments.shape).map(([name, { offset }]): [string, number] => [name, parameters[offset + index[term.shape[name]!.scope]]!]);
  return { ...gridOf(term, parameters, input), shape: Object.fromEntries(shape) };
}
