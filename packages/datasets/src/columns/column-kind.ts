import { numberIn } from '../readers/cell.js';
import type { Cell, Table } from '../readers/table.js';

/** What a column holds, besides cells that are missing: numbers, one of two pairs of words, texts that are no numbers, or numbers and texts. */
export type ColumnKind = 'numbers' | 'booleans' | 'texts' | 'mixed';

const PAIRS: readonly (readonly [string, string])[] = [['false', 'true'], ['no', 'yes']];

/** @param cells of all rows that have something there; none is a column of numbers */
export function kindOf(cells: readonly Cell[], decimal: Table['decimal']): ColumnKind {
  const numbers = cells.filter((cell) => !Number.isNaN(numberIn(cell, decimal))).length;
  if (numbers === cells.length) return 'numbers';
  if (PAIRS.some((pair) => cells.every((cell) => typeof cell === 'string' && pair.includes(cell.toLowerCase())))) return 'booleans';
  return numbers === 0 ? 'texts' : 'mixed';
}

/** 1 for true and yes, 0 for false and no; NaN for anything else. */
export function booleanIn(cell: Cell): number {
  const place = typeof cell === 'string' ? PAIRS.map((pair) => pair.indexOf(cell.toLowerCase())).find((k) => k >= 0) : undefined;
  return place ?? NaN;
}
