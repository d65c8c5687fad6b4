import { element } from '../svg/element.js';
import { escaped } from '../svg/escaped.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { shortName, shortNames } from '../svg/short-names.js';
import { LEADING, text, textBlock } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';
import type { Drawing } from './drawing.js';
import { type DrawnNetwork, nodeName } from './drawn-network.js';
import { edgePanel, edgePanels, type EdgePanelStyle, paperBeneath } from './edge-panel.js';
import { nodeSign, RADIUS } from './node-sign.js';

/** Cells by the number of edges: with the gap around them. */
const CELLS: readonly { readonly upTo: number; readonly width: number; readonly height: number; readonly details: boolean }[] = [
  { upTo: 40, width: 70, height: 46, details: true },
  { upTo: 150, width: 52, height: 36, details: true },
  { upTo: 500, width: 42, height: 30, details: true },
  { upTo: Infinity, width: 36, height: 26, details: false },
];
/** Between cells. */
const GAP = 3;
const NAME_WIDTH = 190;
const SMALL = 10;
/** Between the tables of two layers, where the nodes are. */
const STRIP = 46;
/** From the node to the table before it. */
const NODE_AT = 20;
/** Rows from which on columns have names at both ends. */
const TALL = 25;
/** Between the sums of one node and those of the next. */
const NODE_GAP = 5;

/** A direction on paper. Layers go down and across in turn. */
type Axis = 0 | 1;

/**
 * A table for each layer. In the first, rows are inputs and columns are sums; the columns go on into the table beneath it, where rows are the sums; those go on into
 * the table to the right; and so on. A node is where a column or row leaves its table, so that nothing has to be connected by lines that cross.
 */
export function matrix(network: DrawnNetwork, margin: number): Drawing {
  const { layers } = network;
  const cell = CELLS.find(({ upTo }) => layers.reduce((sum, { edges }) => sum + edges.length, 0) <= upTo)!;
  const step: readonly [number, number] = [cell.width, cell.height];
  const box = { width: cell.width - GAP, height: cell.height - GAP };
  const isDownLast = layers.length % 2 === 1;
  const rows = Math.floor((cell.height + 2) / (SMALL * LEADING));
  const inputNames = shortNames(network.inputs, { width: NAME_WIDTH, lines: rows, size: SMALL });
  const outputNames = shortNames(network.outputs, { width: NAME_WIDTH, lines: isDownLast ? 1 : rows, size: SMALL });
  const nameWidth = Math.max(0, ...inputNames.flat().map((line) => textWidth(line, SMALL)));
  const outputWidth = Math.max(0, ...outputNames.flat().map((line) => textWidth(line, SMALL)));
  const style: EdgePanelStyle = { strongest: 1.6, density: cell.details, band: cell.details, heat: 0.42 };
  // Names that are wider than their column are turned.
  const isTurned = isDownLast && outputWidth > step[0] - GAP;
  const repeatsNames = network.order.length >= TALL && layers.length === 1;

  const [lines, cells, signs]: [string[], string[], string[]] = [[], [], []];
  const corners: [number, number][] = [];
  const at = (axis: Axis, along: number, across: number): [number, number] => (axis === 1 ? [across, along] : [along, across]);
  // The corner of the next table, from which sums are laid out.
  const corner: [number, number] = [margin + nameWidth + 24, margin + (repeatsNames ? (isTurned ? outputWidth * SIN : 0) + 16 : 0)];
  let places = new Map<number, number>(network.order.map((input, k) => [input, corner[1] + (k + 0.5) * step[1]]));
  let [right, bottom] = [corner[0], Math.max(corner[1], ...[...places.values()].map((y) => y + step[1] / 2))];
  for (const [input, y] of places) {
    signs.push(element('g', {}, element('title', {}, escaped(network.inputs[input]!)), textBlock(corner[0] - 12, y, inputNames[input]!, { size: SMALL, anchor: 'end', color: layers[0]!.edges.some((edge) => edge.input === input) ? 'ink' : 'quiet' })));
  }

  layers.forEach((layer, l) => {
    // Data flow along the axis on the way to the sums, and along the other through them.
    const along: Axis = l % 2 === 0 ? 0 : 1;
    const through: Axis = along === 0 ? 1 : 0;
    const from = [...places.values()];
    const sumPlaces = new Map<number, number>();
    const nodePlaces = new Map<number, number>();
    let edgeOfTable = corner[along];
    for (const node of layer.order) {
      const { sums } = layer.nodes[node]!;
      const middles = sums.map((sum) => { edgeOfTable += step[along]; sumPlaces.set(sum, edgeOfTable - step[along] / 2); return edgeOfTable - step[along] / 2; });
      if (sums.length === 0) edgeOfTable += step[along];
      nodePlaces.set(node, middles.length === 0 ? edgeOfTable - step[along] / 2 : (middles[0]! + middles.at(-1)!) / 2);
      if (layer.nodes.some((other) => other.sums.length > 1)) edgeOfTable += NODE_GAP;
    }
    const end = Math.max(corner[through], ...from.map((place) => place + step[through] / 2));
    const line = (a: readonly [number, number], b: readonly [number, number], strong: boolean): void => {
      lines.push(element('path', { d: `M${a.map(fixed).join(' ')}L${b.map(fixed).join(' ')}`, 'stroke-width': strong ? 1.2 : 1, ...paint({ fill: 'none', stroke: strong ? 'quiet' : 'line' }) }));
    };
    for (const place of from) line(at(through === 1 ? 0 : 1, corner[along] - (l === 0 ? 8 : STRIP - NODE_AT - RADIUS), place), at(through === 1 ? 0 : 1, edgeOfTable, place), false);
    for (const place of sumPlaces.values()) line(at(along === 0 ? 1 : 0, corner[through], place), at(along === 0 ? 1 : 0, end, place), false);
    for (const edge of layer.edges) {
      const middleOfCell = along === 0 ? [sumPlaces.get(edge.sum)!, places.get(edge.input)!] : [places.get(edge.input)!, sumPlaces.get(edge.sum)!];
      const [left, top] = [Math.round(middleOfCell[0]! - box.width / 2), Math.round(middleOfCell[1]! - box.height / 2)];
      corners.push([left, top]);
      cells.push(edgePanel(left, top, box, edge, style));
    }
    const isLast = l === layers.length - 1;
    for (const [node, place] of nodePlaces) {
      const { kind, sums, name } = layer.nodes[node]!;
      const [x, y] = along === 0 ? [place, end + NODE_AT] : [end + NODE_AT, place];
      for (const sum of sums) {
        const start = along === 0 ? [sumPlaces.get(sum)!, end] as const : [end, sumPlaces.get(sum)!] as const;
        line(start, [x, y], true);
      }
      const words = nodeName(network, l, node);
      const label = isLast ? outputNames[node]![0]! : shortName(name ?? String(node), 40, SMALL - 1);
      const sign = nodeSign(x, y, kind);
      const caption = !isLast ? (along === 0 ? text(x + RADIUS + 3, y + 5, label, { size: SMALL - 1, color: 'quiet' }) : text(x + RADIUS + 3, y - 6, label, { size: SMALL - 1, color: 'quiet' }))
        : along === 0 ? text(x, y + RADIUS + 9, label, isTurned ? { size: SMALL, turn: 45 } : { size: SMALL, anchor: 'middle' }) : textBlock(x + RADIUS + 6, y, outputNames[node]!, { size: SMALL });
      signs.push(element('g', {}, element('title', {}, escaped(words)), sign, caption, isLast && repeatsNames ? text(x, corner[1] - 6, label, isTurned ? { size: SMALL, turn: -45 } : { size: SMALL, anchor: 'middle' }) : ''));
    }
    if (along === 0) [right, bottom] = [Math.max(right, edgeOfTable), Math.max(bottom, end + STRIP)];
    else [right, bottom] = [Math.max(right, end + STRIP), Math.max(bottom, edgeOfTable)];
    corner[through] = end + STRIP;
    places = nodePlaces;
  });

  return {
    width: right + margin + (isTurned ? outputWidth * SIN : isDownLast ? 0 : outputWidth),
    height: bottom + margin + (isTurned ? outputWidth * SIN : 0),
    content: [...lines, paperBeneath(corners, box), edgePanels(cells, style), ...signs],
    details: cell.details,
  };
}

/** Of names that are turned by 45 degrees. */
const SIN = Math.SQRT1_2;
