import type { LayerStructure, Structure } from '@knotwork/plugin/engine';
import { isRead } from '../structure/unread-edges.js';

/**
 * What an edge is in an equation, in short: its functions of x alone, such as `sin(x)` or `x + x^2`; null where some term of it is a curve that is not read.
 *
 * @param from number of its input, @param to of its sum; the edge must be on
 */
export function edgeLabel({ sums, terms }: LayerStructure, from: number, to: number): string | null {
  const own = terms.filter(({ edges }) => edges.edgeAt[from * sums + to]! >= 0);
  if (!own.every(isRead)) return null;
  return own.flatMap(({ reads }) => reads!.map(({ text }) => text)).join(' + ');
}

/** How many edges are read as parts of an equation. */
export function countSymbolic({ layers }: Structure): number {
  return layers.reduce((all, layer) => {
    const pairs = new Set(layer.terms.flatMap(({ edges: { from, to } }) => Array.from(from, (i, e) => i * layer.sums + to[e]!)));
    return all + [...pairs].filter((pair) => edgeLabel(layer, Math.floor(pair / layer.sums), pair % layer.sums) !== null).length;
  }, 0);
}
