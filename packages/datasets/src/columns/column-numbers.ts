import type { Samples } from '@knotwork/plugin';
import { booleanIn, kindOf } from './column-kind.js';
import { isMissing } from './missing.js';
import type { MissingPolicy } from './policies.js';
import { notANumber } from '../errors.js';
import { numberIn } from '../readers/cell.js';
import { columnOf, type Table } from '../readers/table.js';

/**
 * The numbers of some columns of all rows, true and yes being 1, false and no 0 where a column holds nothing else.
 *
 * @param option which names the columns
 * @throws KnotworkError `input` at the first cell that is not a finite number
 */
export function columnNumbers(table: Table, names: readonly string[], option: 'target' | 'weight', missing: MissingPolicy): Samples {
  const columns = names.map((name) => {
    const cells = Array.from(columnOf(table, name, option));
    const isBoolean = kindOf(cells.filter((cell) => !isMissing(cell, missing)), table.decimal) === 'booleans';
    return { name, cells, read: isBoolean ? booleanIn : (cell: (typeof cells)[number]) => numberIn(cell, table.decimal) };
  });
  const values = new Float64Array(table.count * names.length);
  for (let row = 0; row < table.count; row++) {
    columns.forEach(({ name, cells, read }, j) => {
      const value = isMissing(cells[row]!, missing) ? NaN : read(cells[row]!);
      if (!Number.isFinite(value)) throw notANumber(table, row, name, option, { missing, categories: 'refuse' });
      values[row * names.length + j] = value;
    });
  }
  return { count: table.count, width: names.length, values };
}
