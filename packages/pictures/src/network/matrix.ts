import type { Box } from '../curves/panel.js';
import { element } from '../svg/element.js';
import { escaped } from '../svg/escaped.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { shortName, shortNames } from '../svg/short-names.js';
import { LEADING, text, textBlock } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';
import type { Drawing } from './drawing.js';
import { type DrawnLayer, type DrawnNetwork, nodeWords } from './drawn-network.js';
import { edgePanel, edgePanels, type EdgePanelStyle, paperBeneath } from './edge-panel.js';
import { NODE_AT, type Place, placeOn, STRIP, type Table, tablesOf } from './matrix-layout.js';
import { nodeSign, RADIUS, signReachIn } from './node-sign.js';

/** Cells by the number of edges, with the gap around them. The smallest have no room for bands. */
const CELLS: readonly { readonly upTo: number; readonly width: number; readonly height: number; readonly details: boolean }[] = [
  { upTo: 40, width: 70, height: 46, details: true },
  { upTo: 150, width: 52, height: 36, details: true },
  { upTo: 500, width: 42, height: 30, details: true },
  { upTo: Infinity, width: 36, height: 26, details: false },
];
/** Between cells. */
const GAP = 3;
const NAME_WIDTH = 190;
/** From names to the first table. */
const BESIDE = 24;
const SMALL = 10;
const TINY = 9;
/** Rows from which on columns of outputs have names at both ends. */
const TALL = 25;
/** Of lines that are turned by 45 degrees. */
const SIN = Math.SQRT1_2;

/** What all parts of the picture go by. */
interface Measures {
  readonly step: readonly [number, number];
  readonly outputNames: readonly (readonly string[])[];
  /** Names of outputs are wider than the columns they stand under. */
  readonly isTurned: boolean;
  /** Names of outputs stand above their columns, too: at this height. */
  readonly repeatedAt: number | null;
}

/**
 * A table for each layer. In the first, rows are inputs and columns are sums; the columns go on into the table beneath it, where rows are the sums; those go on into
 * the table to the right; and so on. A node is where a column or row leaves its table, so that nothing has to be connected by lines that cross.
 */
export function matrix(network: DrawnNetwork, margin: number): Drawing {
  const { layers } = network;
  const cell = CELLS.find(({ upTo }) => layers.reduce((sum, { edges }) => sum + edges.length, 0) <= upTo)!;
  const step = [cell.width, cell.height] as const;
  const box = { width: cell.width - GAP, height: cell.height - GAP };
  const lines = Math.floor((cell.height + 2) / (SMALL * LEADING));
  const endsInColumns = layers.length % 2 === 1;
  const inputNames = shortNames(network.inputs, { width: NAME_WIDTH, lines, size: SMALL });
  const outputNames = shortNames(network.outputs, { width: NAME_WIDTH, lines: endsInColumns ? 1 : lines, size: SMALL });
  const outputWidth = widest(outputNames);
  const isTurned = endsInColumns && outputWidth > box.width;
  const turned = isTurned ? outputWidth * SIN : 0;
  const repeats = network.order.length >= TALL && layers.length === 1;
  const start: Place = [margin + widest(inputNames) + BESIDE, margin + (repeats ? turned + 16 : 0)];
  const measures: Measures = { step, outputNames, isTurned, repeatedAt: repeats ? start[1] - 6 : null };

  const tables = tablesOf(network, start, step);
  const style: EdgePanelStyle = { strongest: 1.6, density: cell.details, band: cell.details, heat: 0.42, decimals: cell.details ? 2 : 1 };
  const corners = tables.map((table, l) => layers[l]!.edges.map(({ input, sum }) => cornerOf(table, input, sum, box)));
  const panels = layers.flatMap(({ edges }, l) => edges.map((edge, k) => edgePanel(...corners[l]![k]!, box, edge, style)));
  // Where the nodes of the last table are is still to be added to the end that is farthest.
  const [right, bottom] = [0, 1].map((axis) => Math.max(...tables.map(({ end, along }) => end[axis]! + (along === axis ? 0 : STRIP)))) as [number, number];
  return {
    width: right + margin + (isTurned ? turned : endsInColumns ? 0 : outputWidth), height: bottom + margin + turned, details: cell.details,
    content: [
      ...tables.map((table, l) => ways(table, layers[l]!, l === 0)), paperBeneath(corners.flat(), box), edgePanels(panels, style),
      ...[...tables[0]!.inputs].map(([input, y]) => inputName(network, input, start[0] - BESIDE / 2, y, inputNames[input]!)),
      ...tables.map((table, l) => [...table.nodes.keys()].map((node) => nodeOf(network, table, l, node, measures)).join('')),
    ],
  };
}

const widest = (names: readonly (readonly string[])[]): number => Math.max(0, ...names.flat().map((line) => textWidth(line, SMALL)));

/** Upper left corner of a cell, in whole pixels. */
function cornerOf({ along, sums, inputs }: Table, input: number, sum: number, box: Box): Place {
  const [x, y] = placeOn(along, sums.get(sum)!, inputs.get(input)!);
  return [Math.round(x - box.width / 2), Math.round(y - box.height / 2)];
}

/** Lines along rows and columns, beneath the cells, and from sums to their nodes. */
function ways({ along, start, end, inputs, sums, nodes }: Table, layer: DrawnLayer, isFirst: boolean): string {
  const across = along === 0 ? 1 : 0;
  const line = (from: Place, to: Place): string => `M${from.map(fixed).join(' ')}L${to.map(fixed).join(' ')}`;
  const before = isFirst ? 8 : STRIP - NODE_AT - RADIUS;
  const faint = [
    ...[...inputs.values()].map((place) => line(placeOn(along, start[along] - (isFirst ? before : 0), place), placeOn(along, end[along], place))),
    ...[...sums.values()].map((place) => line(placeOn(along, place, start[across]), placeOn(along, place, end[across]))),
  ];
  // From the nodes before into this table.
  const into = isFirst ? [] : [...inputs.values()].map((place) => line(placeOn(along, start[along] - before, place), placeOn(along, start[along], place)));
  const strong = [...nodes].flatMap(([node, place]) => layer.nodes[node]!.sums.map((sum) => line(placeOn(along, sums.get(sum)!, end[across]), placeOn(along, place, end[across] + NODE_AT))));
  return [[[...faint, ...into], 'line'] as const, [strong, 'quiet'] as const]
    .map(([parts, stroke]) => (parts.length === 0 ? '' : element('path', { d: parts.join(''), 'stroke-width': 1.2, ...paint({ fill: 'none', stroke }) }))).join('');
}

function inputName({ inputs, layers }: DrawnNetwork, input: number, x: number, y: number, lines: readonly string[]): string {
  const isRead = layers[0]!.edges.some((edge) => edge.input === input);
  return element('g', {}, element('title', {}, escaped(inputs[input]!)), textBlock(x, y, lines, { size: SMALL, anchor: 'end', color: isRead ? 'ink' : 'quiet' }));
}

/** A node with its name, or its number in the data: nodes are drawn in another order. */
function nodeOf(network: DrawnNetwork, { along, end, nodes }: Table, layer: number, node: number, { step, outputNames, isTurned, repeatedAt }: Measures): string {
  const { kind, name } = network.layers[layer]!.nodes[node]!;
  const [x, y] = placeOn(along, nodes.get(node)!, end[along === 0 ? 1 : 0] + NODE_AT);
  const room = along === 0 ? step[0] - 2 : 2 * (NODE_AT - 2);
  const reach = signReachIn(kind, room);
  const names = outputNames[node]!;
  const turn = (degrees: number): object => (isTurned ? { turn: degrees } : { anchor: 'middle' });
  const captions = layer < network.layers.length - 1
    ? [text(x + reach + 2, along === 0 ? y + 6 : y - 6, shortName(name ?? String(node), along === 0 ? step[0] - 2 * reach - 4 : STRIP - NODE_AT - 4, TINY), { size: TINY, color: 'quiet' })]
    : along === 1 ? [textBlock(x + reach + 6, y, names, { size: SMALL })]
      : [text(x, y + RADIUS + 9, names[0]!, { size: SMALL, ...turn(45) }), repeatedAt === null ? '' : text(x, repeatedAt, names[0]!, { size: SMALL, ...turn(-45) })];
  return element('g', {}, element('title', {}, escaped(nodeWords(network, layer, node))), nodeSign(x, y, kind, { room }), ...captions);
}
