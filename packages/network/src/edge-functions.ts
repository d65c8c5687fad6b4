import type { LayerStructure } from '@knotwork/plugin';
import { termFeatures } from './term-features.js';

/** Domain [a, b] of one input of a term. */
export function domainOf(parameters: Float64Array, segment: { readonly offset: number }, input: number): [number, number] {
  return [parameters[segment.offset + 2 * input] as number, parameters[segment.offset + 2 * input + 1] as number];
}

/**
 * The edge functions of a layer, or their derivatives, at points of every input: base function and all terms.
 *
 * @param points per input, as many for each: `points[input]`
 * @returns `[inputs][outputs][points]`; masked edges are zero
 */
export function edgeFunctions(layer: LayerStructure, parameters: Float64Array, points: (input: number) => Float64Array, order: number): Float64Array {
  const count = points(0).length;
  const result = new Float64Array(layer.inputs * layer.outputs * count);
  for (const term of layer.terms) {
    const evaluate = termFeatures(term, order);
    const { coefficients, baseWeight, basisWeight, domain } = term.segments;
    for (let i = 0; i < layer.inputs; i++) {
      const table = evaluate(points(i), domainOf(parameters, domain, i));
      const values = table.values[order] as Float64Array;
      const base = table.base[order];
      for (let o = 0; o < layer.outputs; o++) {
        const e = i * layer.outputs + o;
        if (term.mask[e] === 0) continue;
        const c = coefficients.offset + e * term.size;
        const scale = basisWeight === null ? 1 : (parameters[basisWeight.offset + e] as number);
        const baseScale = baseWeight === null ? 0 : (parameters[baseWeight.offset + e] as number);
        for (let n = 0; n < count; n++) {
          let sum = 0;
          for (let j = 0; j < term.window; j++) sum += values[n * term.window + j]! * parameters[c + table.starts[n]! + j]!;
          result[e * count + n]! += scale * sum + (base === undefined ? 0 : baseScale * base[n]!);
        }
      }
    }
  }
  return result;
}
