import type { Structure } from '@knotwork/plugin/engine';
import { nodeOf } from '../structure/layer-nodes.js';

/** What of the outputs' spread flows through edges and nodes: dimensionless. */
export interface OutputShares {
  /** By layer and term: `[layer][term]`, each `[edges]` as the term numbers them. */
  readonly edgeScore: readonly (readonly Float64Array[])[];
  /** Of the network's inputs, then of the nodes of every layer: `[layers + 1]`, each `[nodes]`. */
  readonly nodeScore: readonly Float64Array[];
}

/** Standard deviations over some rows: of edges, by term, and of the sums of nodes. */
export interface Spreads { readonly sd: readonly Float64Array[]; readonly sums: Float64Array }

/**
 * Scores of edges and nodes, from the outputs back:
 *
 *     score(output) = 1     score(edge) = score(node) sd(edge) / sd(sum)     score(node) = sum of the scores of its outgoing edges
 *
 * Free of units: shrinking a hidden node while steepening what leaves it changes none. An edge into a sum that does not vary has the score 0;
 * edges that cancel each other may have more than their node. An edge of several terms has a score for each. A node of several sums, such as a product,
 * hands its whole score to each: without one of its factors nothing is left.
 *
 * @param spreads of every layer
 */
export function outputShares(structure: Structure, spreads: readonly Spreads[]): OutputShares {
  const { layers } = structure;
  const nodeScore: Float64Array[] = [new Float64Array(layers.at(-1)!.outputs).fill(1)];
  const edgeScore: Float64Array[][] = [];
  for (const { index, inputs, sums: count, nodes: groups, terms } of [...layers].reverse()) {
    const { sd, sums } = spreads[index]!;
    const target = Float64Array.from({ length: count }, (_, sum) => nodeScore[0]![nodeOf(groups, sum)]!);
    const shares = sd.map((of, t) => of.map((v, e) => {
      const sum = terms[t]!.edges.to[e]!;
      return sums[sum]! > 0 ? (target[sum]! * v) / sums[sum]! : 0;
    }));
    const nodes = new Float64Array(inputs);
    shares.forEach((share, t) => { share.forEach((v, e) => { nodes[terms[t]!.edges.from[e]!]! += v; }); });
    nodeScore.unshift(nodes);
    edgeScore.unshift(shares);
  }
  return { edgeScore, nodeScore };
}
