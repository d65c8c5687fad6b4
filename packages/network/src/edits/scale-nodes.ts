import type { LayerStructure, Structure } from '@knotwork/plugin/engine';
import { gridOf, writeGrid } from '../grid/input-grid.js';
import { followsDomain } from './follows-domain.js';

/** No power of two. */
const TRIED = 3.7;

/**
 * Whether the nodes between a layer and the next may be given another unit without a change of the network's function: the nodes of the layer are its
 * sums, and the functions of the next are those of the place in a domain, which takes the new unit, too.
 *
 * @param layer index of the layer that the nodes belong to; not the last
 */
export function canScaleNodes(structure: Structure, layer: number, parameters: Float64Array): boolean {
  return structure.layers[layer]!.isSum && structure.layers[layer + 1]!.terms.every((term) => term.edges.count === 0 || followsDomain(term, parameters, (x) => TRIED * x));
}

/**
 * Divides the nodes of a layer by positive factors, and the domains of the next layer with them; see `canScaleNodes`.
 *
 * @param factors `[nodes]`
 * @returns parameters of the same function
 */
export function scaleNodes(structure: Structure, layer: number, parameters: Float64Array, factors: Float64Array): Float64Array {
  const scaled = parameters.slice();
  divideSums(structure.layers[layer]!, scaled, factors);
  for (const term of structure.layers[layer + 1]!.terms) {
    for (const input of term.edges.inputs) {
      const { domain: [a, b], knots } = gridOf(term, parameters, input);
      writeGrid(term, scaled, input, { domain: [a / factors[input]!, b / factors[input]!], knots });
    }
  }
  return scaled;
}

/** Divides the sums of a layer: numbers of edges that enter linearly, and biases. Changes `parameters`. @param factors `[sums]` */
export function divideSums({ terms, bias, sums }: LayerStructure, parameters: Float64Array, factors: Float64Array): void {
  for (const { size, edges: { count, to }, segments: { coefficients, baseWeight } } of terms) {
    for (let e = 0; e < count; e++) {
      const factor = factors[to[e]!]!;
      for (let k = 0; k < size; k++) parameters[coefficients.offset + e * size + k]! /= factor;
      if (baseWeight !== null) parameters[baseWeight.offset + e]! /= factor;
    }
  }
  for (let o = 0; o < sums; o++) parameters[bias.offset + o]! /= factors[o]!;
}
