import { extentOf, halfWidth } from '../curves/extent.js';
import type { NetworkOptions } from './network-options.js';
import type { PicturedEdge, PicturedNetwork, PicturedNode } from './network-data.js';

/** An edge that is drawn. */
export interface DrawnEdge extends PicturedEdge {
  /** Half of the values that its panel shows, in its own units. */
  readonly half: number;
  /** In words, for hovering. */
  readonly words: string;
  readonly id: string;
}

/** A layer with the edges that are drawn. */
export interface DrawnLayer {
  readonly nodes: readonly PicturedNode[];
  readonly edges: readonly DrawnEdge[];
  /** Nodes in the order in which they are drawn. */
  readonly order: readonly number[];
}

/** What is drawn of a network. */
export interface DrawnNetwork {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly layers: readonly DrawnLayer[];
  /** Inputs in the order in which they are drawn. */
  readonly order: readonly number[];
  /** Edges that are on and below the threshold. */
  readonly hidden: number;
}

/** A score as it is drawn: 0 to 1. */
export function soundScore(score: number): number { return score > 0 ? Math.min(score, 1) : 0; }

/** Opacity of what has a score: never so little that it cannot be seen. */
export function ink(score: number): number { return 0.3 + 0.7 * Math.sqrt(score); }

/** What is above the threshold, with the scales that its curves share and in words. Nodes keep their order. */
export function drawnNetwork(network: PicturedNetwork, id: string, { threshold = 0, verticalScale = 'sum' }: NetworkOptions): DrawnNetwork {
  let hidden = 0;
  const layers = network.layers.map(({ nodes, edges }, l): DrawnLayer => {
    const kept = edges.map((edge) => ({ ...edge, score: soundScore(edge.score) })).filter((edge) => edge.score >= threshold);
    hidden += edges.length - kept.length;
    const halves = kept.map(({ y }) => halfWidth(extentOf(y) ?? { low: 0, high: 0 }));
    const widest = new Map<number, number>();
    kept.forEach(({ sum }, k) => { widest.set(sum, Math.max(widest.get(sum) ?? 0, halves[k]!)); });
    return {
      nodes, order: nodes.map((_, n) => n),
      edges: kept.map((edge, k) => ({
        ...edge, half: halves[k] === 0 ? 0 : verticalScale === 'sum' ? widest.get(edge.sum)! : halves[k]!,
        id: `${id}-edge-${l}-${edge.input}-${edge.sum}`, words: wordsOf(network, l, edge),
      })),
    };
  });
  return { ...network, layers, order: network.inputs.map((_, i) => i), hidden };
}

/** What a node is called: its name, or where it stands. */
export function nodeName({ inputs, outputs, layers }: Pick<PicturedNetwork, 'inputs' | 'outputs' | 'layers'>, layer: number, node: number): string {
  if (layer < 0) return inputs[node]!;
  if (layer === layers.length - 1) return outputs[node]!;
  return layers[layer]!.nodes[node]!.name ?? `node ${node} of layer ${layer}`;
}

function wordsOf(network: PicturedNetwork, layer: number, { input, sum, score, label }: PicturedEdge): string {
  const node = network.layers[layer]!.nodes.findIndex(({ sums }) => sums.includes(sum));
  const several = network.layers[layer]!.nodes[node]!.sums.length > 1 ? `, sum ${sum}` : '';
  return `${nodeName(network, layer - 1, input)} → ${nodeName(network, layer, node)}${several}${label === undefined ? '' : `: ${label}`} (score ${Number(score.toPrecision(2))})`;
}
