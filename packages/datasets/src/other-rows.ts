import { optionError } from '@knotwork/plugin';
import { columnOf, type Table } from './readers/table.js';

/**
 * Refuses a file of test rows that are those of the table, by whatever name it goes, and tells of rows that are in both.
 *
 * @param table what is learned, @param test the file, @param names of the columns that are looked at, @param shared how many rows are in both where that is worth a word, else 0
 * @returns what to know
 * @throws KnotworkError `input` where all rows are the same, in the same order
 */
export function otherRows(table: Table, test: Table, names: readonly string[], shared: number): readonly string[] {
  if (table.count === test.count && names.every((name) => isSame(columnOf(table, name, 'inputs'), columnOf(test, name, 'inputs')))) {
    throw optionError('split.test.path', (at) =>
      `${at('split.test.path')} must be a file of other rows than ${at('path')}, whose rows are learned; ${test.file} has the same as ${table.file}. Name another, or set ${at('split.test')}=0.2.`);
  }
  return shared === 0 ? [] : [`${shared} of ${test.count} rows of ${test.file} are rows of ${table.file}, too, which are learned: errors over test rows may be smaller than those of new rows. Leave them out of one of the files, or set copies=keep where each is an observation`];
}

const isSame = (cells: ArrayLike<unknown>, others: ArrayLike<unknown>): boolean => Array.from(cells).every((cell, row) => Object.is(cell, others[row]));
