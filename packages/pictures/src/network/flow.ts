import { element } from '../svg/element.js';
import { escaped } from '../svg/escaped.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { shortName, shortNames } from '../svg/short-names.js';
import { LEADING, text, TEXT, textBlock } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';
import { type DrawnEdge, type DrawnLayer, type DrawnNetwork, ink, nodeName } from './drawn-network.js';
import type { Drawing } from './drawing.js';
import { edgePanel, edgePanels, type EdgePanelStyle } from './edge-panel.js';
import { ranks } from './node-order.js';
import { nodeSign, RADIUS, signReach } from './node-sign.js';

/** Panels by the most there are in one layer: few are large. */
const PANELS: readonly { readonly upTo: number; readonly width: number; readonly height: number; readonly gap: number }[] = [
  { upTo: 3, width: 120, height: 80, gap: 14 },
  { upTo: 8, width: 90, height: 60, gap: 9 },
  { upTo: 15, width: 72, height: 44, gap: 7 },
  { upTo: Infinity, width: 60, height: 34, gap: 5 },
];
/** Between the panels of one input and those of the next. */
const GROUP_GAP = 16;
const NAME_WIDTH = 160;
const NAME_LINES = 3;
const LABEL = 9;
/** From an input to its panels. */
const APPROACH = 34;
/** Between the sums of one node. */
const SUM_GAP = 20;
const SMALL_SUM = 6;

const STYLE: EdgePanelStyle = { strongest: 2.2, density: true, band: true, heat: 0 };

/** A place on the way of the data. */
interface Spot { readonly x: number; readonly y: number }
interface PlacedPanel extends Spot { readonly edge: DrawnEdge }

/**
 * Left to right: names, panels on the connections, nodes. Panels that read one input stand beside it, in the order of the sums they lead to, so that lines cross on one
 * side of the panels only.
 */
export function flow(network: DrawnNetwork, margin: number): Drawing {
  const { layers } = network;
  const most = Math.max(1, ...layers.map(({ edges }) => edges.length));
  const panel = PANELS.find(({ upTo }) => most <= upTo)!;
  const labelled = layers.map(({ edges }) => edges.some(({ label }) => label !== undefined));
  const inputNames = shortNames(network.inputs, { width: NAME_WIDTH, lines: NAME_LINES, size: TEXT });
  const outputNames = shortNames(network.outputs, { width: NAME_WIDTH, lines: NAME_LINES, size: TEXT });
  const orders = [network.order, ...layers.map(({ order }) => order)];

  // What every node needs in height, for itself and for the panels that read it.
  const needs = orders.map((order, k) => order.map((node) => {
    const own = k === 0 ? inputNames[node]!.length * TEXT * LEADING
      : Math.max(2 * RADIUS, SUM_GAP * layers[k - 1]!.nodes[node]!.sums.length, k === layers.length ? outputNames[node]!.length * TEXT * LEADING : 0);
    const count = k === layers.length ? 0 : layers[k]!.edges.filter(({ input }) => input === node).length;
    return Math.max(own, count * (panel.height + (labelled[k] ? LABEL * LEADING + 2 : 0)) + Math.max(0, count - 1) * panel.gap);
  }));
  const height = Math.max(...needs.map((all) => all.reduce((sum, need) => sum + need + GROUP_GAP, -GROUP_GAP)));
  const heights = needs.map((all, k) => spread(all, height, orders[k]!));

  const back: string[] = [];
  const front: string[] = [];
  const nameWidth = Math.max(0, ...inputNames.flat().map((line) => textWidth(line, TEXT)));
  let x = margin + nameWidth + 12;
  let spots = new Map<number, Spot>(orders[0]!.map((node) => [node, { x, y: margin + heights[0]!.get(node)! }]));
  for (const [node, { x: at, y }] of spots) {
    const isRead = layers[0]!.edges.some(({ input }) => input === node);
    front.push(element('g', {}, element('title', {}, escaped(network.inputs[node]!)), textBlock(at - 10, y, inputNames[node]!, { anchor: 'end', color: isRead ? 'ink' : 'quiet' }),
      element('circle', { cx: at, cy: y, r: 3.5, 'stroke-width': 1.2, ...paint({ fill: isRead ? 'quiet' : 'paper', stroke: 'quiet' }) })));
  }

  layers.forEach((layer, l) => {
    const panels = placedPanels(layer, orders[l]!, spots, x + APPROACH, panel, labelled[l]!);
    const reach = Math.max(RADIUS, ...layer.nodes.map(({ kind }) => signReach(kind)));
    const hasSums = layer.nodes.some(({ kind, sums }) => sums.length > 1 || kind !== 'sum');
    const fan = Math.min(120, 50 + 3 * panels.length);
    const sumX = x + APPROACH + panel.width + fan;
    const nodeX = hasSums ? sumX + SMALL_SUM + 22 + reach : sumX;
    const next = new Map<number, Spot>();
    const targets = new Map<number, Spot[]>();
    orders[l + 1]!.forEach((node) => {
      const { kind, sums, name } = layer.nodes[node]!;
      const y = margin + heights[l + 1]!.get(node)!;
      const hasOwnSums = sums.length > 1 || kind !== 'sum';
      sums.forEach((sum, k) => {
        const at = hasOwnSums ? { x: sumX, y: y + (k - (sums.length - 1) / 2) * SUM_GAP } : { x: nodeX, y };
        targets.set(sum, [...(targets.get(sum) ?? []), at]);
        if (!hasOwnSums) return;
        back.push(wire({ x: at.x + SMALL_SUM, y: at.y }, { x: nodeX - signReach(kind), y }, 1, 1.2));
        front.push(nodeSign(at.x, at.y, 'sum', SMALL_SUM));
      });
      front.push(element('g', {}, element('title', {}, escaped(nodeName(network, l, node))), nodeSign(nodeX, y, kind)));
      if (name !== undefined && l < layers.length - 1) front.push(text(nodeX, y + RADIUS + 8, shortName(name, APPROACH + 2 * reach, LABEL), { size: LABEL, anchor: 'middle', color: 'quiet' }));
      next.set(node, { x: nodeX + signReach(kind), y });
    });
    // The strongest last: what lies on top can be followed.
    for (const { x: left, y, edge } of [...panels].sort((a, b) => a.edge.score - b.edge.score)) {
      const [opacity, width] = [ink(edge.score) * 0.85, 0.7 + 2.3 * edge.score];
      back.push(wire(spots.get(edge.input)!, { x: left, y: y + panel.height / 2 }, opacity, width));
      for (const to of targets.get(edge.sum)!) {
        const radius = layer.nodes.some(({ kind, sums }) => sums.length === 1 && sums[0] === edge.sum && kind === 'sum') ? RADIUS : SMALL_SUM;
        back.push(wire({ x: left + panel.width, y: y + panel.height / 2 }, { x: to.x - radius, y: to.y }, opacity, width));
      }
    }
    front.push(edgePanels(panels.map(({ x: left, y, edge }) => edgePanel(round(left), round(y), panel, edge, STYLE)), STYLE));
    for (const { x: left, y, edge } of panels) {
      if (edge.label !== undefined) front.push(text(left + panel.width / 2, y + panel.height + LABEL * 0.75, shortName(edge.label, panel.width, LABEL), { size: LABEL, anchor: 'middle', color: 'quiet' }));
    }
    spots = next;
    x = nodeX + reach;
  });

  const outputWidth = Math.max(0, ...outputNames.flat().map((line) => textWidth(line, TEXT)));
  for (const [node, { y }] of spots) {
    front.push(element('g', {}, element('title', {}, escaped(network.outputs[node]!)), textBlock(x + 8, y, outputNames[node]!, {})));
  }
  return { width: x + 8 + outputWidth + margin, height: height + 2 * margin, content: [...back, ...front], details: true };
}

/** Heights of nodes: each in the middle of what it needs, with what is left over between them. @returns `node -> height` */
function spread(needs: readonly number[], height: number, order: readonly number[]): ReadonlyMap<number, number> {
  const used = needs.reduce((sum, need) => sum + need, 0);
  const gap = (height - used) / Math.max(1, needs.length);
  let y = gap / 2;
  return new Map(order.map((node, k) => {
    const at = y + needs[k]! / 2;
    y += needs[k]! + gap;
    return [node, at];
  }));
}

/** Panels beside the inputs they read. */
function placedPanels({ nodes, edges, order }: DrawnLayer, inputs: readonly number[], spots: ReadonlyMap<number, Spot>, x: number, panel: { readonly height: number; readonly gap: number }, labelled: boolean): PlacedPanel[] {
  const rank = ranks(order.flatMap((node) => nodes[node]!.sums));
  const step = panel.height + (labelled ? LABEL * LEADING + 2 : 0);
  return inputs.flatMap((input) => {
    const group = edges.filter((edge) => edge.input === input).sort((a, b) => rank.get(a.sum)! - rank.get(b.sum)!);
    // Labels hang below: panels alone are in the middle.
    const top = spots.get(input)!.y - ((group.length - 1) * (step + panel.gap) + panel.height) / 2;
    return group.map((edge, k) => ({ edge, x, y: top + k * (step + panel.gap) }));
  });
}

/** A connection, level at both ends. */
function wire(from: Spot, to: Spot, opacity: number, width: number): string {
  const bend = (to.x - from.x) / 2;
  const d = Math.abs(from.y - to.y) < 0.5 ? `M${fixed(from.x)} ${fixed(from.y)}L${fixed(to.x)} ${fixed(to.y)}`
    : `M${fixed(from.x)} ${fixed(from.y)}C${fixed(from.x + bend)} ${fixed(from.y)} ${fixed(to.x - bend)} ${fixed(to.y)} ${fixed(to.x)} ${fixed(to.y)}`;
  return element('path', { d, opacity, 'stroke-width': width, ...paint({ fill: 'none', stroke: 'quiet' }) });
}

const round = (pixels: number): number => Math.round(pixels * 100) / 100;
