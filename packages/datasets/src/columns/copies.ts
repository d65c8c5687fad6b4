import { columnOf, rowsOf, type Cell, type Table } from '../readers/table.js';

/** Of the rows that differ, how many targets differ at least where two rows that are the same are one row twice. */
const DIFFERENT_TARGETS = 0.5;
/** Rows that are looked at for copies where nobody said anything about them. */
const MOST_ROWS = 20_000;
/** Share of the rows that copies are at least where they are worth a word. */
const MANY = 0.05;

/** What rows are the same by. */
const keyOf = (columns: readonly ArrayLike<Cell>[], row: number): string => JSON.stringify(columns.map((cells) => cells[row]!));

/** Numbers of the rows that are no copies: of rows that are the same in all columns the first. @param count of rows */
function differentRows(columns: readonly ArrayLike<Cell>[], count: number): Uint32Array {
  const seen = new Set<string>();
  return new Uint32Array(count).map((_, row) => row).filter((row) => seen.size < seen.add(keyOf(columns, row)).size);
}

const columnsOf = (table: Table, names: readonly string[]): readonly ArrayLike<Cell>[] => names.map((name) => columnOf(table, name, 'inputs'));

/** A table without the rows that are the same as one before in all of some columns. @returns the same table where there is no such row */
export function withoutCopies(table: Table, names: readonly string[]): Table {
  const rows = differentRows(columnsOf(table, names), table.count);
  return rows.length === table.count ? table : rowsOf(table, rows);
}

/** How many rows are copies of others; 0 where targets have few values: such rows may be alike and were measured one by one. @param columns all that are used, @param targets those of the targets, @param count of rows */
export function copiesIn(columns: readonly ArrayLike<Cell>[], targets: readonly ArrayLike<Cell>[], count: number): number {
  const different = differentRows(columns, count).length;
  return different < count && differentRows(targets, count).length >= DIFFERENT_TARGETS * different ? count - different : 0;
}

/**
 * How many rows of a table are copies of others, where these are worth a word.
 *
 * @param names of all columns that are used, @param targets those of the targets
 * @returns 0 where copies are few, and of more than 20,000 rows, which nobody waits for
 */
export function copiesAmong(table: Table, names: readonly string[], targets: readonly string[]): number {
  if (table.count > MOST_ROWS) return 0;
  const copies = copiesIn(columnsOf(table, names), columnsOf(table, targets), table.count);
  return copies >= MANY * table.count ? copies : 0;
}

/**
 * How many rows of a table are rows of another, where these are worth a word.
 *
 * @param names of columns that both have, @param targets those of the targets
 * @returns 0 where they are few, where targets have few values, and of more than 20,000 rows
 */
export function copiesBetween(table: Table, other: Table, names: readonly string[], targets: readonly string[]): number {
  if (table.count + other.count > MOST_ROWS) return 0;
  const [own, there] = [columnsOf(table, names), columnsOf(other, names)];
  if (differentRows(columnsOf(table, targets), table.count).length < DIFFERENT_TARGETS * differentRows(own, table.count).length) return 0;
  const known = new Set(Array.from({ length: other.count }, (_, row) => keyOf(there, row)));
  const copies = Array.from({ length: table.count }, (_, row) => keyOf(own, row)).filter((key) => known.has(key)).length;
  return copies >= MANY * table.count ? copies : 0;
}
