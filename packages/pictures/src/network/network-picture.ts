import { document } from '../svg/document.js';
import { idOf } from '../svg/picture-options.js';
import { LEADING, text } from '../svg/text.js';
import { shortNames } from '../svg/short-names.js';
import { checkNetwork } from './checked-network.js';
import { type DrawnNetwork, drawnNetwork } from './drawn-network.js';
import { flow } from './flow.js';
import { matrix } from './matrix.js';
import type { PicturedNetwork } from './network-data.js';
import type { NetworkOptions } from './network-options.js';
import { byScore, inputsByScore, untangled } from './node-order.js';

/** Edges of one layer above which connections are too many to follow. */
const MOST_CONNECTIONS = 20;
const MARGIN = 16;
const SMALL = 10;
/** Edges that the description names. */
const NAMED = 5;

/**
 * A whole network as SVG: every edge a small curve over its data, with its band and, on its ground, where rows are; the stronger its score the stronger its ink.
 *
 * Few edges are drawn on the connections they are (`flow`), many as a table for each layer (`matrix`). Curves that are added up in one sum share a vertical scale, each
 * around its own middle, since constants can be moved between them: what adds little is flat. The horizontal scale of a panel goes from its first x to its last.
 *
 * @param network names, nodes and edges that are on; arrays of any finite size; values that are not finite are gaps
 * @param options `threshold` a score, 0 to 1
 * @returns SVG, the same bytes for the same data; every edge is a group with the id `ID-edge-LAYER-INPUT-SUM`
 * @throws RangeError where counts, places or the id do not fit, with the path
 *
 * Cost: linear in the number of points, and quadratic in the edges of a layer that is drawn as `flow`.
 */
export function networkPicture(network: PicturedNetwork, options: NetworkOptions = {}): string {
  checkNetwork(network);
  const id = idOf(options, 'network');
  const plain = drawnNetwork(network, id, options);
  const form = options.form ?? (plain.layers.some(({ edges }) => edges.length > MOST_CONNECTIONS) ? 'matrix' : 'flow');
  const drawn = form === 'flow' ? untangled(plain) : byScore(options.inputOrder === 'score' ? inputsByScore(plain) : plain);
  const { width, height, content, details } = form === 'flow' ? flow(drawn, MARGIN) : matrix(drawn, MARGIN);
  const whole = Math.max(width, 260);
  const lines = shortNames([legend(drawn, form, options, details)], { width: whole - 2 * MARGIN, lines: 8, size: SMALL })[0]!;
  const caption = lines.map((line, k) => text(MARGIN, height + (k + 0.5) * SMALL * LEADING, line, { size: SMALL, color: 'quiet' }));
  return document(
    [whole, height + lines.length * SMALL * LEADING + MARGIN], id, options,
    { title: `Network of ${counted(network.inputs.length, 'input')} and ${counted(network.outputs.length, 'output')}`, description: description(drawn) }, ...content, ...caption,
  );
}

/** How the picture is read. */
function legend({ isScored, layers, hidden, unread }: DrawnNetwork, form: 'flow' | 'matrix', { verticalScale = 'sum', threshold = 0, band }: NetworkOptions, details: boolean): string {
  const edges = layers.flatMap((layer) => layer.edges);
  return [
    form === 'flow' ? 'Data flow from left to right.' : `Inputs of a layer enter its table at the left${layers.length > 1 ? ' or from above' : ''}; every cell is an edge, and what leaves the table is a sum of its cells.`,
    verticalScale === 'sum' ? 'Curves that are added up share a vertical scale: a flat one adds little.' : 'Every curve has a vertical scale of its own.',
    isScored ? 'The stronger the ink, the higher the score.' : '',
    details && edges.some(({ lower }) => lower !== undefined) && band !== undefined ? `Bands: ${band}.` : '',
    details && edges.some(({ density }) => density !== undefined) ? 'Gray: where rows are.' : '',
    hidden > 0 ? `${hidden} ${hidden === 1 ? 'edge with a score' : 'edges with scores'} below ${threshold} ${hidden === 1 ? 'is' : 'are'} left out.` : '',
    unread > 0 ? `${unread} inputs are read by no edge${hidden > 0 ? ' that is left' : ''} and not drawn.` : '',
  ].filter((sentence) => sentence !== '').join(' ');
}

function description({ isScored, layers, hidden }: DrawnNetwork): string {
  const edges = layers.flatMap((layer) => layer.edges);
  const strongest = [...edges].sort((a, b) => b.score - a.score).slice(0, NAMED).map(({ words }) => words);
  const counts = `${counted(edges.length, 'edge')} in ${counted(layers.length, 'layer')}${hidden > 0 ? `, ${hidden} more left out` : ''}.`;
  return strongest.length === 0 || !isScored ? counts : `${counts} Strongest: ${strongest.join('; ')}.`;
}

function counted(count: number, what: string): string { return `${count} ${what}${count === 1 ? '' : 's'}`; }
