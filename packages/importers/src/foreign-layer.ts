import type { EdgePair, PluginUse } from '@knotwork/plugin';

/** A layer of another program in which every input leads to every sum, whatever its functions are. */
export interface ForeignLayer {
  readonly inputs: number;
  readonly sums: number;
  /** Function beside the basis, `none` for none. */
  readonly base: PluginUse;
  baseWeight(edge: EdgePair): number;
  basisWeight(edge: EdgePair): number;
  /** Coefficients of an edge in the order of the other program. */
  coefficients(edge: EdgePair): Float64Array;
}

/** Weights of the edges of a layer, for the edge `residual`. */
export function weightsOf({ base, baseWeight, basisWeight }: ForeignLayer, edges: readonly EdgePair[]): Readonly<Record<string, Float64Array>> {
  return { ...(base.kind === 'none' ? {} : { baseWeight: Float64Array.from(edges, baseWeight) }), basisWeight: Float64Array.from(edges, basisWeight) };
}
