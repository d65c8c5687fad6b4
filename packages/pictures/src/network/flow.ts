import { element } from '../svg/element.js';
import { escaped } from '../svg/escaped.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { shortName, shortNames } from '../svg/short-names.js';
import { text, TEXT, textBlock } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';
import type { Drawing } from './drawing.js';
import { type DrawnNetwork, ink, nodeWords } from './drawn-network.js';
import { edgePanel, edgePanels, type EdgePanelStyle } from './edge-panel.js';
import { APPROACH, type FlowLayout, flowLayout, LABEL, type PlacedNode, type PlacedPanel, type Spot, SUM_RADIUS } from './flow-layout.js';
import { nodeSign, RADIUS } from './node-sign.js';

const NAMES = { width: 160, lines: 3, size: TEXT };
/** From a name to its node. */
const BESIDE = 10;
const STYLE: EdgePanelStyle = { strongest: 2.2, density: true, band: true, heat: 0, decimals: 2 };

/**
 * Left to right: names, panels on the connections, nodes. Panels that read one input stand beside it, in the order of the sums they lead to, so that lines cross on one
 * side of the panels only.
 */
export function flow(network: DrawnNetwork, margin: number): Drawing {
  const inputNames = shortNames(network.inputs, NAMES);
  const outputNames = shortNames(network.outputs, NAMES);
  const widest = (names: readonly (readonly string[])[]): number => Math.max(0, ...names.flat().map((line) => textWidth(line, TEXT)));
  const count = (names: readonly (readonly string[])[]): number[] => names.map((lines) => lines.length);
  const layout = flowLayout(network, margin + widest(inputNames) + BESIDE, margin, { inputs: count(inputNames), outputs: count(outputNames) });
  const outputs = layout.layers.at(-1)!.nodes;
  return {
    width: layout.right + BESIDE + widest(outputNames) + margin, height: layout.height + 2 * margin, details: true,
    content: [
      ...layout.layers.map((_, l) => connections(layout, l)),
      ...[...layout.inputs].map(([input, spot]) => inputOf(network, input, spot, inputNames[input]!)),
      ...layout.layers.map(({ panels, nodes }, l) => panelsOf(panels, layout) + nodes.map((node) => nodeOf(network, l, node)).join('')),
      ...outputs.map(({ node, y }) => element('g', {}, element('title', {}, escaped(network.outputs[node]!)), textBlock(layout.right + BESIDE, y, outputNames[node]!))),
    ],
  };
}

/** Lines from what a layer reads to its panels, from these to the sums, and from sums to nodes; the strongest on top, so that they can be followed. */
function connections({ inputs, layers, panel }: FlowLayout, l: number): string {
  const { panels, nodes } = layers[l]!;
  const starts = l === 0 ? inputs : new Map(layers[l - 1]!.nodes.map(({ node, x, y, reach }) => [node, { x: x + reach, y }]));
  const own = nodes.flatMap(({ sums, x, y, reach }) => sums.map((sum) => wire({ x: sum.x + SUM_RADIUS, y: sum.y }, { x: x - reach, y }, 1, 1.2)));
  const sums = new Map(nodes.flatMap((node) => node.sums.map(({ sum, x, y }) => [sum, { x: x - SUM_RADIUS, y }] as const)));
  const wholes = new Map(nodes.map(({ node, x, y }) => [node, { x: x - RADIUS, y }]));
  const lines = [...panels].sort((a, b) => a.edge.weight - b.edge.weight).map(({ edge, x, y }) => {
    const [opacity, width, middle] = [0.85 * ink(edge.weight), 0.7 + 2.3 * edge.weight, y + panel.height / 2];
    const end = sums.get(edge.sum) ?? wholes.get(edge.node)!;
    return wire(starts.get(edge.input)!, { x, y: middle }, opacity, width) + wire({ x: x + panel.width, y: middle }, end, opacity, width);
  });
  return element('g', paint({ fill: 'none', stroke: 'quiet' }), ...own, ...lines);
}

/** A connection, level at both ends. */
function wire(from: Spot, to: Spot, opacity: number, width: number): string {
  const bend = fixed((from.x + to.x) / 2);
  const end = `${fixed(to.x)} ${fixed(to.y)}`;
  const way = Math.abs(from.y - to.y) < 0.5 ? `L${end}` : `C${bend} ${fixed(from.y)} ${bend} ${fixed(to.y)} ${end}`;
  return element('path', { d: `M${fixed(from.x)} ${fixed(from.y)}${way}`, 'stroke-opacity': opacity, 'stroke-width': width });
}

function inputOf({ inputs, layers }: DrawnNetwork, input: number, { x, y }: Spot, name: readonly string[]): string {
  const isRead = layers[0]!.edges.some((edge) => edge.input === input);
  return element(
    'g', {}, element('title', {}, escaped(inputs[input]!)), textBlock(x - BESIDE, y, name, { anchor: 'end', color: isRead ? 'ink' : 'quiet' }),
    element('circle', { cx: x, cy: y, r: 3.5, 'stroke-width': 1.2, ...paint({ fill: isRead ? 'quiet' : 'paper', stroke: 'quiet' }) }),
  );
}

function panelsOf(panels: readonly PlacedPanel[], { panel }: FlowLayout): string {
  const labels = panels.filter(({ edge }) => edge.label !== undefined)
    .map(({ edge, x, y }) => text(x + panel.width / 2, y + panel.height + LABEL * 0.75, shortName(edge.label!, panel.width, LABEL), { size: LABEL, anchor: 'middle', color: 'quiet' }));
  return edgePanels(panels.map(({ edge, x, y }) => edgePanel(x, y, panel, edge, STYLE)), STYLE) + labels.join('');
}

function nodeOf(network: DrawnNetwork, layer: number, { node, x, y, reach, sums }: PlacedNode): string {
  const { kind, name } = network.layers[layer]!.nodes[node]!;
  return element(
    'g', {}, element('title', {}, escaped(nodeWords(network, layer, node))), ...sums.map((sum) => nodeSign(sum.x, sum.y, 'sum', { radius: SUM_RADIUS })), nodeSign(x, y, kind),
    name === undefined || layer === network.layers.length - 1 ? '' : text(x, y + RADIUS + 8, shortName(name, APPROACH + 2 * reach, LABEL), { size: LABEL, anchor: 'middle', color: 'quiet' }),
  );
}
