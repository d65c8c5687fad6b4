import type { Structure, TermStructure } from '@knotwork/plugin/engine';
import { placeOf } from '../features/edge-functions.js';
import { termFeatures } from '../features/term-features.js';
import { gridOf, writeGrid } from '../grid/input-grid.js';
import { addsUpToOne } from './balance-constants.js';
import { followsDomain } from './follows-domain.js';

/** By how many widths of its domain an input moves to see what its functions make of it: no whole number of intervals. */
const TRIED = 1.3007;
/** Places in a domain at which a feature is 1 if it is everywhere. */
const PLACES = [0.0513, 0.3119, 0.4729, 0.7731, 0.9457];

/**
 * Whether the nodes between a layer and the next may move to another place without a change of the network's function: the nodes of the layer are its
 * sums, and the functions of the next are those of the place in a domain, which moves, too.
 *
 * @param layer index of the layer that the nodes belong to; not the last
 */
export function canMoveNodes({ layers }: Structure, layer: number, parameters: Float64Array): boolean {
  return layers[layer]!.isSum && layers[layer + 1]!.terms.every((term) => term.edges.count === 0 || followsDomain(term, parameters, (x, [a, b]) => x + TRIED * (b - a)));
}

/**
 * Adds numbers to the nodes of a layer, and to the domains of the next layer; see `canMoveNodes`. A bias that is trained takes them up, or the constants of
 * the edges into a node, all of them the same then.
 *
 * @param by `[nodes]`; a node with 0 stays as it is
 * @returns parameters of the same function
 */
export function moveNodes({ layers }: Structure, layer: number, parameters: Float64Array, by: Float64Array): Float64Array {
  const moved = parameters.slice();
  const { bias, trainsBias, terms } = layers[layer]!;
  const edges: { readonly constant: Float64Array; readonly offset: number; readonly share: number; readonly weight: number }[][] = Array.from(by, () => []);
  for (const term of terms) {
    const { size, edges: { count, to }, segments: { coefficients, basisWeight } } = term;
    const constant = count > 0 ? constantOf(term, parameters) : null;
    if (constant === null) continue;
    const square = constant.reduce((sum, v) => sum + v * v, 0);
    for (let e = 0; e < count; e++) {
      const offset = coefficients.offset + e * size;
      const weight = basisWeight === null ? 1 : parameters[basisWeight.offset + e]!;
      if (weight !== 0) edges[to[e]!]!.push({ constant, offset, share: constant.reduce((sum, v, k) => sum + v * parameters[offset + k]!, 0) / square, weight });
    }
  }
  by.forEach((change, node) => {
    const of = edges[node]!;
    if (change === 0) return;
    if (trainsBias[node] === 1 || of.length === 0) { moved[bias.offset + node]! += change; return; }
    const each = (of.reduce((sum, { share, weight }) => sum + weight * share, 0) + change) / of.length;
    for (const { constant, offset, share, weight } of of) constant.forEach((v, k) => { moved[offset + k]! += v * (each / weight - share); });
  });
  for (const term of layers[layer + 1]!.terms) {
    for (const input of term.edges.inputs) {
      const { domain: [a, b], knots } = gridOf(term, parameters, input);
      writeGrid(term, moved, input, { domain: [a + by[input]!, b + by[input]!], knots });
    }
  }
  return moved;
}

/** Coefficients of the constant 1 where features add up to one or one of them is 1, else null. */
function constantOf(term: TermStructure, parameters: Float64Array): Float64Array | null {
  const { claims, outside, window, size } = term;
  if (!claims.spansConstants || outside === 'free') return null;
  if (addsUpToOne(term, parameters)) return new Float64Array(size).fill(1);
  if (window !== size) return null;
  const place = placeOf(term, parameters, 0);
  const [a, b] = place.domain;
  const { values } = termFeatures(term, 0)(Float64Array.from(PLACES, (t) => a + (b - a) * t), place);
  const one = Array.from({ length: size }, (_, k) => k).find((k) => PLACES.every((_t, n) => values[0]![n * size + k]! === 1));
  return one === undefined ? null : Float64Array.from({ length: size }, (_, k) => (k === one ? 1 : 0));
}
