import { columnOf, rowsOf, type Table } from '../readers/table.js';

/** Numbers of the rows that are no copies: of rows that are the same in all of some columns the first. */
export function differentRows(table: Table, names: readonly string[]): Uint32Array {
  const columns = names.map((name) => columnOf(table, name, 'inputs'));
  const seen = new Set<string>();
  return new Uint32Array(table.count).map((_, row) => row).filter((row) => {
    const key = JSON.stringify(columns.map((cells) => cells[row]!));
    return seen.size < seen.add(key).size;
  });
}

/** A table without the rows that are the same as one before in all of some columns. @returns the same table where there is no such row */
export function withoutCopies(table: Table, names: readonly string[]): Table {
  const rows = differentRows(table, names);
  return rows.length === table.count ? table : rowsOf(table, rows);
}

/** Rows that are looked at for copies where nobody said anything about them. */
const MOST_ROWS = 20_000;
/** Share of the rows that copies are at least where they are worth a word. */
const MANY = 0.05;
/** Of the rows that differ, how many targets differ at least where two rows that are the same are one row twice. */
const DIFFERENT_TARGETS = 0.5;

/**
 * How many rows of a table are copies of others, where these are many and not because targets have few values: such rows may be alike and were measured one by one.
 *
 * @param names of all columns that are used, @param targets those of the targets
 * @returns 0 where copies are few, and of more than 20,000 rows, which nobody waits for
 */
export function copiesAmong(table: Table, names: readonly string[], targets: readonly string[]): number {
  if (table.count > MOST_ROWS) return 0;
  const different = differentRows(table, names).length;
  const copies = table.count - different;
  return copies >= MANY * table.count && copies > 0 && differentRows(table, targets).length >= DIFFERENT_TARGETS * different ? copies : 0;
}
