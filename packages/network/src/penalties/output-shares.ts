import type { Structure } from '@knotwork/plugin';

/** What of the outputs' spread flows through edges and nodes: dimensionless. */
export interface OutputShares {
  /** By layer and term: `[layer][term]`, each `[inputs][outputs]`. */
  readonly edgeScore: readonly (readonly Float64Array[])[];
  /** Of the network's inputs, then of the nodes of every layer: `[layers + 1]`, each `[nodes]`. */
  readonly nodeScore: readonly Float64Array[];
}

/** Standard deviations over some rows: of edges, by term, and of the sums z of nodes. */
export interface Spreads { readonly sd: readonly Float64Array[]; readonly sums: Float64Array }

/**
 * Scores of edges and nodes, from the outputs back:
 *
 *     score(output) = 1     score(edge) = score(target) sd(edge) / sd(z of the target)     score(node) = sum of the scores of its outgoing edges
 *
 * Free of units: shrinking a hidden node while steepening what leaves it changes none. An edge into a node that does not vary has the score 0;
 * edges that cancel each other may have more than their node. An edge of several terms has a score for each.
 *
 * @param spreads of every layer
 */
export function outputShares(structure: Structure, spreads: readonly Spreads[]): OutputShares {
  const { layers } = structure;
  const nodeScore: Float64Array[] = [new Float64Array(layers.at(-1)!.outputs).fill(1)];
  const edgeScore: Float64Array[][] = [];
  for (const { index, inputs, outputs } of [...layers].reverse()) {
    const { sd, sums } = spreads[index]!;
    const target = nodeScore[0]!;
    const shares = sd.map((of) => of.map((v, e) => (sums[e % outputs]! > 0 ? (target[e % outputs]! * v) / sums[e % outputs]! : 0)));
    const nodes = new Float64Array(inputs);
    for (const share of shares) share.forEach((v, e) => { nodes[Math.floor(e / outputs)]! += v; });
    nodeScore.unshift(nodes);
    edgeScore.unshift(shares);
  }
  return { edgeScore, nodeScore };
}
