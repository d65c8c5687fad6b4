import type { DrawnLayer, DrawnNetwork } from './drawn-network.js';

/** Times that all layers are looked at, forth and back. */
const SWEEPS = 6;

/**
 * Hidden nodes in an order with few crossings of connections that matter: every node goes to the mean of its neighbors, weighted as they are drawn, layer by layer, forth and
 * back; the order with the least crossings seen is kept. Inputs and outputs stay, and so do hidden nodes where nothing is won.
 *
 * @source Sugiyama, Tagawa and Toda 1981 (barycenters)
 */
export function untangled(network: DrawnNetwork): DrawnNetwork {
  const { layers } = network;
  let orders = layers.map(({ order }) => order);
  let best = orders;
  let least = crossings(network, orders);
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
    orders = [...orders];
    const back = sweep % 2 === 1;
    for (let k = 0; k < layers.length - 1; k++) {
      const l = back ? layers.length - 2 - k : k;
      const beside = back ? ranks(orders[l + 1]!) : ranks(l === 0 ? network.order : orders[l - 1]!);
      const means = orders[l]!.map((node) => back ? meanOf(after(layers[l + 1]!, node), beside) : meanOf(before(layers[l]!, node), beside));
      const position = new Map(orders[l]!.map((node, rank) => [node, means[rank] ?? rank]));
      orders[l] = [...orders[l]!].sort((a, b) => position.get(a)! - position.get(b)!);
    }
    const now = crossings(network, orders);
    // Less by rounding is not less.
    if (now < least * (1 - 1e-9)) [best, least] = [orders, now];
  }
  return { ...network, layers: layers.map((layer, l) => ({ ...layer, order: best[l]! })) };
}

/** Hidden nodes with the largest score first. */
export function byScore(network: DrawnNetwork): DrawnNetwork {
  const { layers } = network;
  const last = layers.length - 1;
  return {
    ...network,
    layers: layers.map((layer, l) => l === last ? layer : {
      ...layer,
      order: sortedBy(layer.order, (node) => Math.min(
        Math.max(0, ...before(layer, node).map(({ weight }) => weight)),
        Math.max(0, ...after(layers[l + 1]!, node).map(({ weight }) => weight)),
      )),
    }),
  };
}

/** Inputs with the largest score first. */
export function inputsByScore(network: DrawnNetwork): DrawnNetwork {
  return { ...network, order: sortedBy(network.order, (input) => Math.max(0, ...after(network.layers[0]!, input).map(({ weight }) => weight))) };
}

const sortedBy = (items: readonly number[], worth: (item: number) => number): number[] => {
  const known = new Map(items.map((item) => [item, worth(item)]));
  return [...items].sort((a, b) => known.get(b)! - known.get(a)!);
};

interface Neighbor { readonly node: number; readonly weight: number }

const before = ({ edges }: DrawnLayer, node: number): Neighbor[] => edges.filter((edge) => edge.node === node).map(({ input, weight }) => ({ node: input, weight }));
const after = ({ edges }: DrawnLayer, input: number): Neighbor[] => edges.filter((edge) => edge.input === input).map(({ node, weight }) => ({ node, weight }));

/** Mean rank of neighbors; null where nothing weighs. */
function meanOf(neighbors: readonly Neighbor[], rank: ReadonlyMap<number, number>): number | null {
  let [sum, weight] = [0, 0];
  for (const { node, weight: w } of neighbors) [sum, weight] = [sum + w * rank.get(node)!, weight + w];
  return weight === 0 ? null : sum / weight;
}

/** Places in an order: `[node] -> rank`. */
export function ranks(order: readonly number[]): ReadonlyMap<number, number> { return new Map(order.map((node, rank) => [node, rank])); }

/** Crossings of connections, each as much as both of its connections weigh. */
function crossings({ order, layers }: DrawnNetwork, orders: readonly (readonly number[])[]): number {
  let total = 0;
  layers.forEach(({ nodes, edges }, l) => {
    const from = ranks(l === 0 ? order : orders[l - 1]!);
    const to = ranks(orders[l]!.flatMap((node) => nodes[node]!.sums));
    const lines = edges.map(({ input, sum, weight }) => [from.get(input)!, to.get(sum)!, weight] as const);
    lines.forEach(([a, b, weight], k) => {
      for (const [c, d, other] of lines.slice(k + 1)) if ((a - c) * (b - d) < 0) total += weight * other;
    });
  });
  return total;
}
