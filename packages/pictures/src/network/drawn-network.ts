import { extentOf, halfWidth } from '../curves/extent.js';
import type { NetworkOptions } from './network-options.js';
import type { PicturedEdge, PicturedNetwork, PicturedNode } from './network-data.js';

/** An edge that is drawn. */
export interface DrawnEdge extends PicturedEdge {
  readonly weight: number;
  /** The node that its sum is part of. */
  readonly node: number;
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
  readonly isScored: boolean;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly layers: readonly DrawnLayer[];
  /** Inputs in the order in which they are drawn. */
  readonly order: readonly number[];
  /** Edges that are on and below the threshold. */
  readonly hidden: number;
  /** Inputs that no edge reads and that are not drawn. */
  readonly unread: number;
}

/** Inputs that nothing reads are drawn up to this number: that some are not needed is worth seeing, and a hundred of them are not. */
const MOST_UNREAD = 5;

/** A score or a weight as it is drawn: 0 to 1. */
export function soundScore(score: number): number { return score > 0 ? Math.min(score, 1) : 0; }

/** Opacity of what weighs: never so little that it cannot be seen. */
export function ink(weight: number): number { return 0.3 + 0.7 * Math.sqrt(weight); }

/** What is above the threshold, with the scales that its curves share and in words. Nodes keep their order; those without any edge are left out. */
export function drawnNetwork(network: PicturedNetwork, id: string, { threshold = 0, verticalScale = 'sum' }: NetworkOptions): DrawnNetwork {
  const kept = network.layers.map(({ edges }) => edges.map((edge) => ({ ...edge, score: soundScore(edge.score), weight: soundScore(edge.weight ?? edge.score) })).filter(({ score }) => score >= threshold));
  const isRead = (layer: number, node: number): boolean => kept[layer]?.some(({ input }) => input === node) ?? true;
  const layers = network.layers.map(({ nodes }, l): DrawnLayer => {
    const edges = kept[l]!;
    const halves = edges.map(({ y }) => halfWidth(extentOf(y) ?? { low: 0, high: 0 }));
    const widest = new Map<number, number>();
    edges.forEach(({ sum }, k) => { widest.set(sum, Math.max(widest.get(sum) ?? 0, halves[k]!)); });
    return {
      nodes, order: range(nodes.length).filter((node) => isRead(l + 1, node) || edges.some(({ sum }) => nodes[node]!.sums.includes(sum))),
      edges: edges.map((edge, k) => ({
        ...edge, node: nodeOfSum(nodes, edge.sum), half: halves[k] === 0 ? 0 : verticalScale === 'sum' ? widest.get(edge.sum)! : halves[k]!,
        id: `${id}-edge-${l}-${edge.input}-${edge.sum}`, words: wordsOf(network, l, edge),
      })),
    };
  });
  const inputs = range(network.inputs.length);
  const read = inputs.filter((input) => isRead(0, input));
  const order = read.length === 0 || inputs.length - read.length <= MOST_UNREAD ? inputs : read;
  return {
    ...network, isScored: network.isScored !== false, layers, order, unread: inputs.length - order.length,
    hidden: network.layers.reduce((sum, { edges }) => sum + edges.length, 0) - kept.reduce((sum, edges) => sum + edges.length, 0),
  };
}

/** The node that is made of a sum. */
function nodeOfSum(nodes: readonly PicturedNode[], sum: number): number { return nodes.findIndex(({ sums }) => sums.includes(sum)); }

const range = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** What a node is called: its name, or where it stands. */
export function nodeName({ inputs, outputs, layers }: Pick<PicturedNetwork, 'inputs' | 'outputs' | 'layers'>, layer: number, node: number): string {
  if (layer < 0) return inputs[node]!;
  if (layer === layers.length - 1) return outputs[node]!;
  return layers[layer]!.nodes[node]!.name ?? `node ${node} of layer ${layer}`;
}

/** What a node is called, and what it does where that is more than a sum. */
export function nodeWords(network: Pick<PicturedNetwork, 'inputs' | 'outputs' | 'layers'>, layer: number, node: number): string {
  const { kind } = network.layers[layer]!.nodes[node]!;
  return `${nodeName(network, layer, node)}${kind === 'sum' ? '' : `: ${kind}`}`;
}

/** What an edge leads from and to, in the words of the picture. */
export function edgeEnds(network: Pick<PicturedNetwork, 'inputs' | 'outputs' | 'layers'>, layer: number, { input, sum }: Pick<PicturedEdge, 'input' | 'sum'>): { readonly from: string; readonly to: string } {
  const node = nodeOfSum(network.layers[layer]!.nodes, sum);
  const several = network.layers[layer]!.nodes[node]!.sums.length > 1 ? `, sum ${sum}` : '';
  return { from: nodeName(network, layer - 1, input), to: `${nodeName(network, layer, node)}${several}` };
}

function wordsOf(network: PicturedNetwork, layer: number, edge: PicturedEdge): string {
  const { from, to } = edgeEnds(network, layer, edge);
  const { score, label } = edge;
  return `${from} → ${to}${label === undefined ? '' : `: ${label}`}${network.isScored === false ? '' : ` (score ${Number(score.toPrecision(3))})`}`;
}
