import type { Cell } from './table.js';

/** Cells of a column: an array of doubles where all are numbers, else a list. @param cellAt asked in order, and once more from the first on where some are none */
export function cellsOf(count: number, cellAt: (row: number) => Cell): ArrayLike<Cell> {
  const numbers = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const cell = cellAt(row);
    if (typeof cell !== 'number') return Array.from({ length: count }, (_, k) => cellAt(k));
    numbers[row] = cell;
  }
  return numbers;
}
