import { optionError } from '@knotwork/plugin';
import { copiesBetween } from './columns/copies.js';
import { columnOf, type Table } from './readers/table.js';

/**
 * Refuses a file of test rows that are those of the table, by whatever name it goes.
 *
 * @param learned the table, @param test the file, @param names of the columns that are looked at
 * @throws KnotworkError `input` where all rows are the same, in the same order
 */
export function requireOtherRows(learned: Table, test: Table, names: readonly string[]): void {
  if (learned.count !== test.count || names.some((name) => !isSame(columnOf(learned, name, 'inputs'), columnOf(test, name, 'inputs')))) return;
  throw optionError('split.test.path', (at) =>
    `${at('split.test.path')} must be a file of other rows than ${at('path')}, whose rows are learned; ${test.file} has the same as ${learned.file}. Name another, or set ${at('split.test')}=0.2.`);
}

/**
 * What to know of a file of test rows of which some are rows of the table.
 *
 * @param names of columns that both are looked at in, @param targets those of the targets
 */
export function sharedRows(learned: Table, test: Table, names: readonly string[], targets: readonly string[]): readonly string[] {
  const copies = copiesBetween(test, learned, [...names, ...targets], targets);
  return copies === 0 ? [] : [`${copies} of ${test.count} rows of ${test.file} are rows of ${learned.file}, too, which are learned: errors over test rows may be smaller than those of new rows. Leave them out of one of the files, or set copies=keep where each is an observation`];
}

const isSame = (cells: ArrayLike<unknown>, others: ArrayLike<unknown>): boolean => Array.from(cells).every((cell, row) => Object.is(cell, others[row]));
