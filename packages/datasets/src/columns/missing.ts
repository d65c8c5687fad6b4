import { isEmpty } from '../readers/cell.js';
import { columnOf, rowsOf, type Cell, type Table } from '../readers/table.js';
import type { MissingPolicy } from './policies.js';

/** What people write where there is nothing; a text or a category like others where nobody said what to do about missing cells. */
const WORDS = new Set(['na', 'n/a', 'nan', 'null', 'none', '?']);

/** Whether a text stands for a missing cell. */
export function isMissingWord(text: string): boolean { return WORDS.has(text.toLowerCase()); }

/** Whether there is nothing in a cell. */
export function isMissing(cell: Cell, policy: MissingPolicy): boolean {
  return isEmpty(cell) || (policy !== 'refuse' && typeof cell === 'string' && isMissingWord(cell));
}

/** Numbers of the rows where all of some columns have something: those that `missing: drop` leaves. */
export function wholeRows(table: Table, names: readonly string[]): Uint32Array {
  const columns = names.map((name) => columnOf(table, name, 'inputs'));
  return new Uint32Array(table.count).map((_, row) => row).filter((row) => columns.every((cells) => !isMissing(cells[row]!, 'drop')));
}

/** A table without the rows where one of some columns has nothing. @returns the same table where there is no such row */
export function withoutMissing(table: Table, names: readonly string[]): Table {
  const whole = wholeRows(table, names);
  return whole.length === table.count ? table : rowsOf(table, whole);
}
