import { isNumber, numberIn, textIn } from '../readers/cell.js';
import type { Cell, Table } from '../readers/table.js';

/** Every value once: in the order of numbers where all are numbers, and then 1 and 1.0 are one; else in that of their characters, each as it is written. */
export function levelsOf(cells: ArrayLike<Cell>, decimal: Table['decimal']): readonly string[] {
  // Each cell once: what is asked of them all is asked of few.
  const distinct: Cell[] = [...new Set(Array.from(cells))];
  const areNumbers = distinct.every((cell) => !Number.isNaN(numberIn(cell, decimal)));
  const values = [...new Set(distinct.map((cell) => (areNumbers ? String(numberIn(cell, decimal)) : textIn(cell))))];
  return values.sort(areNumbers ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
}

/** Says which of some levels a cell has; undefined where it has none of them. */
export function levelFinder(levels: readonly string[], decimal: Table['decimal']): (cell: Cell) => number | undefined {
  const index = new Map(levels.map((level, k) => [level, k]));
  const areNumbers = levels.every((level) => isNumber(level, '.'));
  return (cell) => index.get(areNumbers && !Number.isNaN(numberIn(cell, decimal)) ? String(numberIn(cell, decimal)) : textIn(cell));
}
