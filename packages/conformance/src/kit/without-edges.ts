import { edgeChoice, edgeMask, keepEdges, resolve } from '@knotwork/network';
import type { Catalog, EdgePair, Network } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';

/** A network whose edges of some pairs, from an input to a sum, are off in every term of a layer. @param off by layer */
export function withoutEdges(
  structure: Structure, network: Network, off: readonly (readonly EdgePair[])[], catalog: Catalog,
): { readonly structure: Structure; readonly network: Network } {
  const layers = structure.spec.layers.map((layer, l) => ({
    ...layer,
    terms: layer.terms.map(({ edges: _, ...term }, t) => {
      const { sums, terms } = structure.layers[l]!;
      const mask = edgeMask(terms[t]!.edges);
      for (const [from, to] of off[l] ?? []) mask[from * sums + to] = 0;
      const edges = edgeChoice(mask, sums);
      return edges === undefined ? term : { ...term, edges };
    }),
  }));
  const less = resolve({ ...structure.spec, layers }, catalog);
  return { structure: less, network: keepEdges(structure, network.parameters, less) };
}
