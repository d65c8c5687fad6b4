import { levelFinder, levelsOf } from './columns/levels.js';
import { isMissing } from './columns/missing.js';
import type { MissingPolicy } from './columns/policies.js';
import { missingClass, oneClass, unknownClass } from './errors.js';
import { textIn } from './readers/cell.js';
import { type Cell, columnOf, type Table, writtenColumnOf } from './readers/table.js';

/** A column whose values are classes. */
export interface ClassColumn {
  /** Every value once: in the order of numbers where all are numbers, else in that of their characters. */
  readonly names: readonly string[];
  /** Index of the class of every row. */
  readonly classOf: Uint32Array;
}

/** Reads a column as classes; 1 and 1.0 are one class. @throws KnotworkError `input` for a missing value, and where there is but one class */
export function classColumn(table: Table, name: string, missing: MissingPolicy): ClassColumn {
  const cells = classCells(table, name, missing, columnOf(table, name, 'target'), false);
  const names = levelsOf(cells, table.decimal);
  if (names.length === 1) throw oneClass(table.file, name, names[0]!);
  const levelOf = levelFinder(names, table.decimal);
  return { names, classOf: Uint32Array.from(cells, (cell) => levelOf(cell)!) };
}

/**
 * Reads a column whose classes are known from another table.
 *
 * @param isLater whether a network stands already, so that nothing can be declared about cells any more
 * @returns the index of the class of every row
 * @throws KnotworkError `input` for a missing value, and for a class that is not among them
 */
export function knownClasses(table: Table, name: string, names: readonly string[], missing: MissingPolicy, isLater = false): Uint32Array {
  const levelOf = levelFinder(names, table.decimal);
  return Uint32Array.from(classCells(table, name, missing, writtenColumnOf(table, name, 'target'), isLater), (cell, row) => {
    const k = levelOf(cell);
    if (k === undefined) throw unknownClass(table, row, name, textIn(cell), names);
    return k;
  });
}

function classCells(table: Table, name: string, missing: MissingPolicy, cells: ArrayLike<Cell>, isLater: boolean): ArrayLike<Cell> {
  for (let row = 0; row < cells.length; row++) if (isMissing(cells[row]!, missing)) throw missingClass(table, row, name, isLater);
  return cells;
}
