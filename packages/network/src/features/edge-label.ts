import type { LayerStructure } from '@knotwork/plugin/engine';
import { isRead } from '../structure/unread-edges.js';

/**
 * What an edge is in an equation, in short: its functions of x alone, such as `sin(x)` or `x + x^2`; null where some term of it is a curve that is not read.
 *
 * @param from number of its input, @param to of its sum; the edge must be on
 */
export function edgeLabel({ sums, terms }: LayerStructure, from: number, to: number): string | null {
  const own = terms.filter(({ edges }) => edges.edgeAt[from * sums + to]! >= 0);
  return own.every(isRead) ? own.flatMap(({ reads }) => reads!.map(({ text }) => text)).join(' + ') : null;
}
