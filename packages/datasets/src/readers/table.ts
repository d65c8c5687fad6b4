import { duplicateColumn, unknownColumn } from '../errors.js';

/** A number, a text, or null where there is nothing. A number that is NaN is nothing, too. */
export type Cell = string | number | null;

/** Rows of a file or of memory as named columns; cells are as they were found. */
export interface Table {
  /** What errors call it. */
  readonly file: string;
  /** Number of rows. */
  readonly count: number;
  /** Names of the columns; '' for one without a name. */
  readonly header: readonly string[];
  /** Cells of every column, in the order of the header. */
  readonly columns: readonly ArrayLike<Cell>[];
  /** What stands before the fraction of a number that is written as text. */
  readonly decimal: '.' | ',';
  /** One-based line of every row, where a file has lines; the last one of a row that spans several. */
  readonly lines?: ArrayLike<number>;
}

/** Says where a row stands. */
export interface RowPlace { readonly words: string; readonly line?: number }

/** @returns line or number of a row, from 1 */
export function placeOf({ file, lines }: Pick<Table, 'file' | 'lines'>, row: number): RowPlace {
  return lines === undefined ? { words: `row ${row + 1} of ${file}` } : { words: `line ${lines[row]} of ${file}`, line: lines[row]! };
}

/** Refuses a name that two columns have. @throws KnotworkError `input` */
export function requireDistinct(file: string, header: readonly string[], place: { readonly line?: number } = {}): void {
  header.forEach((name, i) => { if (name !== '' && header.indexOf(name) !== i) throw duplicateColumn(file, name, place); });
}

/** Cells of a column. @param option which names it @throws KnotworkError `input` where there is none of this name */
export function columnOf({ file, header, columns }: Table, name: string, option: string): ArrayLike<Cell> {
  const index = header.indexOf(name);
  if (index < 0) throw unknownColumn(file, name, header, option);
  return columns[index]!;
}

/** Some rows of a table, in an order. */
export function rowsOf(table: Table, rows: ArrayLike<number>): Table {
  const pick = <T>(from: ArrayLike<T>): T[] => Array.from(rows, (row) => from[row]!);
  return { ...table, count: rows.length, columns: table.columns.map(pick), ...(table.lines === undefined ? {} : { lines: pick(table.lines) }) };
}
