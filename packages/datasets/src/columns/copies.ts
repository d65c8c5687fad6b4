import { columnOf, rowsOf, type Cell, type Table } from '../readers/table.js';

/** Of the rows that differ, how many targets differ at least where two rows that are the same are one row twice. */
const DIFFERENT_TARGETS = 0.5;
/** Rows that are looked at for copies where nobody said anything about them. */
const MOST_ROWS = 20_000;
/** Share of the rows that copies are at least where they are worth a word. */
const MANY = 0.05;

/** What rows are the same by. @param count of rows */
const keysOf = (columns: readonly ArrayLike<Cell>[], count: number): string[] => Array.from({ length: count }, (_, row) => JSON.stringify(columns.map((cells) => cells[row]!)));

/** Numbers of the rows that are no copies: of rows that are the same in all columns the first. @param count of rows */
function differentRows(columns: readonly ArrayLike<Cell>[], count: number): Uint32Array {
  const [seen, keys] = [new Set<string>(), keysOf(columns, count)];
  return new Uint32Array(count).map((_, row) => row).filter((row) => seen.size < seen.add(keys[row]!).size);
}

const columnsOf = (table: Table, names: readonly string[]): readonly ArrayLike<Cell>[] => names.map((name) => columnOf(table, name, 'inputs'));

/** A table without the rows that are the same as one before in all of some columns. @returns the same table where there is no such row */
export function withoutCopies(table: Table, names: readonly string[]): Table {
  const rows = differentRows(columnsOf(table, names), table.count);
  return rows.length === table.count ? table : rowsOf(table, rows);
}

/** Whether targets have few values: rows of these may be alike and were measured one by one. @param columns all that are used, @param count of rows */
const haveFew = (targets: readonly ArrayLike<Cell>[], columns: readonly ArrayLike<Cell>[], count: number): boolean =>
  differentRows(targets, count).length < DIFFERENT_TARGETS * differentRows(columns, count).length;

/** How many rows are copies of others; 0 where targets have few values. @param columns all that are used, @param targets those of the targets, @param count of rows */
export function copiesIn(columns: readonly ArrayLike<Cell>[], targets: readonly ArrayLike<Cell>[], count: number): number {
  const copies = count - differentRows(columns, count).length;
  return copies === 0 || haveFew(targets, columns, count) ? 0 : copies;
}

/**
 * How many rows of a table are copies of others, or are rows of another table, where these are worth a word.
 *
 * @param names of all columns that are used, @param targets those of the targets, @param known the other table
 * @returns 0 where copies are few, or targets have few values, and of more than 20,000 rows, which nobody waits for
 */
export function copiesAmong(table: Table, names: readonly string[], targets: readonly string[], known?: Table): number {
  if (table.count + (known?.count ?? 0) > MOST_ROWS) return 0;
  const [columns, of] = [columnsOf(table, names), columnsOf(table, targets)];
  let copies = copiesIn(columns, of, table.count);
  if (known !== undefined && !haveFew(of, columns, table.count)) {
    const there = new Set(keysOf(columnsOf(known, names), known.count));
    copies = keysOf(columns, table.count).filter((key) => there.has(key)).length;
  }
  return copies >= MANY * table.count ? copies : 0;
}
