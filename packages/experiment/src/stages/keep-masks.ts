import type { Structure } from '@knotwork/plugin/engine';

/** 1 where an edge may stay: `[layer][term]`, each `[edges]` as the term numbers them. */
export type Keep = readonly (readonly Uint8Array[])[];

/** Masks of all edges by what may stay. */
export function keepWhere({ layers }: Structure, stays: (layer: number, from: number, to: number, term: number, edge: number) => boolean): Keep {
  return layers.map(({ index: l, terms }) => terms.map(({ edges: { from, to } }, t) => Uint8Array.from(from, (f, e) => (stays(l, f, to[e]!, t, e) ? 1 : 0))));
}

/** Whether anything flows from an input to an output. */
export const hasPath = ({ layers }: Structure): boolean => layers.at(-1)!.terms.some(({ edges }) => edges.count > 0);
