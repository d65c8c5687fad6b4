import type { Structure, TermStructure } from '@knotwork/plugin/engine';

/** An edge, by its layer, its input and the sum at its end. */
export interface EdgePlace { readonly layer: number; readonly from: number; readonly to: number }

/** Whether a term says what its edges are in an equation: its readings hold for x itself. */
export const isRead = ({ reads, map, outside, base }: TermStructure): boolean => reads !== null && map === null && outside === 'free' && base === null;

/** Edges that are on and are no functions that people write down, by layer, input and sum. */
export function unreadEdges({ layers }: Structure): EdgePlace[] {
  return layers.flatMap(({ index: layer, inputs, sums, terms }) => Array.from({ length: inputs * sums }, (_, pair): EdgePlace[] => (
    terms.some((term) => term.edges.edgeAt[pair]! >= 0 && !isRead(term)) ? [{ layer, from: Math.floor(pair / sums), to: pair % sums }] : [])).flat());
}
