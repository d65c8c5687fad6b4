import type { EdgePair } from '@knotwork/plugin';
import type { ForeignLayer } from '../foreign-layer.js';
import { edgesOn, type TermDraft } from '../network-draft.js';
import { type FunctionEdge, functionTerm } from './function-term.js';

/** Edges that are the base function and a sum of one function at several places: a term for each, the first of which has the base function. @param at c f(a x + b) of an edge */
export function sumOfFunctions(f: string, layer: ForeignLayer, count: number, at: (edge: EdgePair, k: number) => Omit<FunctionEdge, 'edge'>): TermDraft[] {
  const { inputs, sums, base, baseWeight, basisWeight } = layer;
  const edges = edgesOn(inputs, sums, () => true);
  return Array.from({ length: count }, (_, k) => functionTerm(f, edges.map((edge) => {
    const { a, b, c } = at(edge, k);
    return { edge, a, b, c: basisWeight(edge) * c };
  }), inputs, sums, k === 0 && base.kind !== 'none' ? { use: base, weights: Float64Array.from(edges, baseWeight) } : null));
}
