import { numberIn } from '../readers/cell.js';
import type { Cell, Table } from '../readers/table.js';
import { isMissing } from './missing.js';
import type { MissingPolicy } from './policies.js';

/** What a column holds, besides cells that are missing: numbers, one of two pairs of words, texts that are no numbers, or numbers and texts. */
export type ColumnKind = 'numbers' | 'booleans' | 'texts' | 'mixed';

const PAIRS: readonly (readonly [string, string])[] = [['false', 'true'], ['no', 'yes']];

/** What all cells say that have something there; a column of none is one of numbers. */
export function kindOf(cells: ArrayLike<Cell>, decimal: Table['decimal'], missing: MissingPolicy): ColumnKind {
  if (cells instanceof Float64Array) return 'numbers';
  let [known, numbers] = [0, 0];
  const areIn = PAIRS.map(() => true);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row]!;
    if (isMissing(cell, missing)) continue;
    known++;
    if (!Number.isNaN(numberIn(cell, decimal))) numbers++;
    PAIRS.forEach((pair, k) => { if (areIn[k]) areIn[k] = typeof cell === 'string' && pair.includes(cell.toLowerCase()); });
  }
  if (numbers === known) return 'numbers';
  return areIn.includes(true) ? 'booleans' : numbers === 0 ? 'texts' : 'mixed';
}

/** 1 for true and yes, 0 for false and no; NaN for anything else. */
export function booleanIn(cell: Cell): number {
  const place = typeof cell === 'string' ? PAIRS.map((pair) => pair.indexOf(cell.toLowerCase())).find((k) => k >= 0) : undefined;
  return place ?? NaN;
}
