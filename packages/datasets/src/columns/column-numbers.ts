import { booleanIn, kindOf } from './column-kind.js';
import { isMissing } from './missing.js';
import type { MissingPolicy } from './policies.js';
import { notANumber } from '../errors.js';
import { numberIn } from '../readers/cell.js';
import { columnOf, type Table } from '../readers/table.js';

/**
 * The numbers of some columns of all rows, true and yes being 1, false and no 0 where a column holds nothing else.
 *
 * @param option which names the columns, @param isLater whether a network stands already, so that nothing can be declared about cells any more
 * @returns an array for each, which is that of the table where it has one: nobody may write to it
 * @throws KnotworkError `input` at the first row with a cell that is not a finite number
 */
export function columnNumbers(table: Table, names: readonly string[], option: 'target' | 'weight', missing: MissingPolicy, isLater = false): readonly Float64Array[] {
  const columns = names.map((name) => numbersOfColumn(table, name, option, missing));
  const wrong = columns.map((values) => firstNotFinite(values));
  const row = Math.min(...wrong);
  if (row < table.count) throw notANumber(table, row, names[wrong.indexOf(row)]!, option, isLater ? null : { missing, categories: 'refuse' });
  return columns;
}

/** Numbers of a column; NaN where a cell is none. @throws KnotworkError `input` where there is no such column */
export function numbersOfColumn(table: Table, name: string, option: string, missing: MissingPolicy): Float64Array {
  const cells = columnOf(table, name, option);
  if (cells instanceof Float64Array) return cells;
  const isBoolean = kindOf(cells, table.decimal, missing) === 'booleans';
  return Float64Array.from(cells, (cell) => (isMissing(cell, missing) ? NaN : isBoolean ? booleanIn(cell) : numberIn(cell, table.decimal)));
}

/** The first row whose number is not finite, or one behind the last. */
export function firstNotFinite(values: Float64Array): number {
  let row = 0;
  while (row < values.length && Number.isFinite(values[row])) row++;
  return row;
}
