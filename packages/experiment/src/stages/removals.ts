import { nodeOf, type OutputShares } from '@knotwork/network';
import { prune as pruneEdges, type PruneReport } from '@knotwork/network/replaced';
import type { Catalog, Network } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { hasPath, type Keep, keepWhere } from './keep-masks.js';

/** Something that might go: an edge with all its terms, or all edges of a node, with what is left without them. */
export interface Removal {
  /** `[layer, from, to]`, `to` a sum of the layer; or `[level, node]`, level 0 being the network's inputs. */
  readonly what: { readonly edge: readonly [number, number, number] } | { readonly node: readonly [number, number] };
  /** Share of the output that flows through it. */
  readonly share: number;
  readonly keep: Keep;
}

/** A network without something, its numbers those that are left. */
export interface Reduced { readonly structure: Structure; readonly network: Network; readonly report: PruneReport }

/** All that might go, the smallest share first; of equal shares a node before its edge, and the first of a layer before others. */
export function removals(structure: Structure, shares: OutputShares): Removal[] {
  return [...nodeRemovals(structure, shares), ...edgeRemovals(structure, shares)].sort((a, b) => a.share - b.share);
}

/** Inputs and hidden nodes that any edge leaves. */
function nodeRemovals(structure: Structure, { nodeScore }: OutputShares): Removal[] {
  return structure.layers.flatMap(({ index: level, inputs, terms }) => Array.from({ length: inputs }, (_, node) => node)
    .filter((node) => terms.some(({ edges }) => edges.inputAt[node]! >= 0))
    .map((node): Removal => ({
      what: { node: [level, node] }, share: nodeScore[level]![node]!,
      keep: keepWhere(structure, (l, from, to) => !(l === level && from === node) && !(l === level - 1 && nodeOf(structure.layers[l]!.nodes, to) === node)),
    })));
}

function edgeRemovals(structure: Structure, { edgeScore }: OutputShares): Removal[] {
  return structure.layers.flatMap(({ index: layer, sums, terms }) => {
    const shares = new Map<number, number>();
    terms.forEach(({ edges }, t) => {
      edges.from.forEach((from, e) => {
        const at = from * sums + edges.to[e]!;
        shares.set(at, (shares.get(at) ?? 0) + edgeScore[layer]![t]![e]!);
      });
    });
    return [...shares].map(([at, share]): Removal => {
      const edge = [layer, Math.floor(at / sums), at % sums] as const;
      return { what: { edge }, share, keep: keepWhere(structure, (l, from, to) => l !== layer || from !== edge[1] || to !== edge[2]) };
    });
  });
}

/**
 * The removals worth trying, with what they leave: those first that pass on the least. What leaves the same as one before it, or no path to any output, is left out.
 *
 * @param means of all edges over the rows that matter, laid out as masks are
 */
export function reductions(model: { readonly structure: Structure; readonly network: Network }, shares: OutputShares, means: readonly (readonly Float64Array[])[], most: number, catalog: Catalog): { readonly removal: Removal; readonly reduced: Reduced }[] {
  const found = new Map<string, { readonly removal: Removal; readonly reduced: Reduced }>();
  for (const removal of removals(model.structure, shares)) {
    if (found.size === most) break;
    const reduced = pruneEdges(model.structure, model.network, removal.keep, means, catalog);
    const key = JSON.stringify(reduced.report.edges);
    if (!found.has(key) && hasPath(reduced.structure)) found.set(key, { removal, reduced });
  }
  return [...found.values()];
}
