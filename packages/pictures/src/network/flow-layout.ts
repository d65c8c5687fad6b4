import { LEADING, TEXT } from '../svg/text.js';
import type { DrawnEdge, DrawnLayer, DrawnNetwork } from './drawn-network.js';
import { ranks } from './node-order.js';
import { RADIUS, signReach } from './node-sign.js';

/** A place on the way of the data, in pixels. */
export interface Spot { readonly x: number; readonly y: number }

/** The panel of an edge: its upper left corner. */
export interface PlacedPanel extends Spot { readonly edge: DrawnEdge }

/** A node, and the places of its sums where they are drawn apart from it. */
export interface PlacedNode extends Spot { readonly node: number; readonly reach: number; readonly sums: readonly (Spot & { readonly sum: number })[] }

/** Where everything of a network is. */
export interface FlowLayout {
  readonly panel: PanelSize;
  readonly inputs: ReadonlyMap<number, Spot>;
  readonly layers: readonly { readonly panels: readonly PlacedPanel[]; readonly nodes: readonly PlacedNode[] }[];
  /** Where the last nodes end. */
  readonly right: number;
  readonly height: number;
}

/** Size of panels and the gap between two of one input. */
export interface PanelSize { readonly width: number; readonly height: number; readonly gap: number }

/** Panels by the most there are in one layer: few are large. */
const PANELS: readonly (PanelSize & { readonly upTo: number })[] = [
  { upTo: 3, width: 120, height: 80, gap: 14 },
  { upTo: 8, width: 90, height: 60, gap: 9 },
  { upTo: 15, width: 72, height: 44, gap: 7 },
  { upTo: Infinity, width: 60, height: 34, gap: 5 },
];
/** Between the panels of one input and those of the next. */
const GROUP_GAP = 16;
/** From an input to its panels. */
export const APPROACH = 34;
/** Between the sums of one node. */
const SUM_GAP = 20;
/** Radius of a sum that is drawn apart from its node. */
export const SUM_RADIUS = 6;
/** From such a sum to the node. */
const SUM_REACH = 28;
/** Size of formulas beneath panels, and the room they take. */
export const LABEL = 9;
const LABEL_ROOM = LABEL * LEADING + 2;

/** Columns of nodes and of panels, from the left. @param left where the inputs are @param lines how many lines the names of inputs and outputs have */
export function flowLayout(network: DrawnNetwork, left: number, top: number, lines: { readonly inputs: readonly number[]; readonly outputs: readonly number[] }): FlowLayout {
  const { layers } = network;
  const most = Math.max(1, ...layers.map(({ edges }) => edges.length));
  const { width, height, gap } = PANELS.find(({ upTo }) => most <= upTo)!;
  const panel = { width, height, gap };
  const orders = [network.order, ...layers.map(({ order }) => order)];
  // What every node needs in height, for itself and for the panels that read it.
  const needs = orders.map((order, k) => order.map((node) => {
    const names = k === 0 ? lines.inputs[node]! : k === layers.length ? lines.outputs[node]! : 0;
    const sums = k === 0 ? 0 : layers[k - 1]!.nodes[node]!.sums.length;
    return Math.max(2 * RADIUS, SUM_GAP * sums, names * TEXT * LEADING, layers[k] === undefined ? 0 : groupHeight(layers[k], node, panel));
  }));
  const tallest = Math.max(0, ...needs.map((all) => all.reduce((sum, need) => sum + need + GROUP_GAP, -GROUP_GAP)));
  const heights = needs.map((all, k) => spread(all, top, tallest, orders[k]!));

  let x = left;
  let spots: ReadonlyMap<number, number> = heights[0]!;
  const placed = layers.map((layer, l) => {
    const panels = placedPanels(layer, orders[l]!, spots, x + APPROACH, panel);
    const fan = Math.min(120, 50 + 3 * panels.length);
    const nodes = placedNodes(layer, heights[l + 1]!, x + APPROACH + panel.width + fan);
    x = Math.max(x + APPROACH + panel.width + fan, ...nodes.map((node) => node.x + node.reach));
    spots = heights[l + 1]!;
    return { panels, nodes };
  });
  return { panel, inputs: new Map([...heights[0]!].map(([input, y]) => [input, { x: left, y }])), layers: placed, right: x, height: tallest };
}

const isLabelled = ({ edges }: DrawnLayer): boolean => edges.some(({ label }) => label !== undefined);

/** Height of the panels that read a node. */
function groupHeight(layer: DrawnLayer, node: number, { height, gap }: PanelSize): number {
  const count = layer.edges.filter(({ input }) => input === node).length;
  return count === 0 ? 0 : count * (height + (isLabelled(layer) ? LABEL_ROOM : 0)) + (count - 1) * gap;
}

/** Heights of nodes: each in the middle of what it needs, with what is left over between them. */
function spread(needs: readonly number[], top: number, height: number, order: readonly number[]): ReadonlyMap<number, number> {
  const gap = (height - needs.reduce((sum, need) => sum + need, 0)) / Math.max(1, needs.length);
  let y = top + gap / 2;
  return new Map(order.map((node, k) => {
    const middle = y + needs[k]! / 2;
    y += needs[k]! + gap;
    return [node, middle];
  }));
}

/** Panels beside the inputs they read, in the order of the sums they lead to. */
function placedPanels(layer: DrawnLayer, inputs: readonly number[], heights: ReadonlyMap<number, number>, x: number, { height, gap }: PanelSize): PlacedPanel[] {
  const rank = ranks(layer.order.flatMap((node) => layer.nodes[node]!.sums));
  const step = height + gap + (isLabelled(layer) ? LABEL_ROOM : 0);
  return inputs.flatMap((input) => {
    const group = layer.edges.filter((edge) => edge.input === input).sort((a, b) => rank.get(a.sum)! - rank.get(b.sum)!);
    // Labels hang below: panels alone are in the middle.
    const top = heights.get(input)! - ((group.length - 1) * step + height) / 2;
    return group.map((edge, k) => ({ edge, x, y: top + k * step }));
  });
}

/** Nodes in a column. Sums are drawn apart where one node or more of the layer is more than a sum. */
function placedNodes({ nodes, order }: DrawnLayer, heights: ReadonlyMap<number, number>, x: number): PlacedNode[] {
  const isApart = order.some((node) => !isSum(nodes[node]!));
  const reach = Math.max(RADIUS, ...order.map((node) => signReach(nodes[node]!.kind)));
  const middle = isApart ? x + SUM_REACH + reach : x + RADIUS;
  return order.map((node) => {
    const { kind, sums } = nodes[node]!;
    const y = heights.get(node)!;
    return {
      node, x: middle, y, reach: signReach(kind),
      sums: isSum(nodes[node]!) ? [] : sums.map((sum, k) => ({ sum, x: x + SUM_RADIUS, y: y + (k - (sums.length - 1) / 2) * SUM_GAP })),
    };
  });
}

/** Whether a node is one sum and nothing else. */
function isSum({ kind, sums }: DrawnLayer['nodes'][number]): boolean { return kind === 'sum' && sums.length === 1; }
