import { duplicateColumn, unknownColumn } from '../errors.js';
import { writtenCells, type WrittenRows } from './written-rows.js';

/** A number, a text, or null where there is nothing. A number that is NaN is nothing, too. */
export type Cell = string | number | null;

/** Most columns of a table. */
export const MOST_COLUMNS = 100_000;

/** Rows of a file or of memory as named columns; cells are as they were found. */
export interface Table {
  /** What errors call it. */
  readonly file: string;
  /** Number of rows. */
  readonly count: number;
  /** Names of the columns; '' for one without a name. */
  readonly header: readonly string[];
  /** Cells of every column, in the order of the header: numbers alone are a Float64Array, NaN where there is nothing. */
  readonly columns: readonly ArrayLike<Cell>[];
  /** What stands before the fraction of a number that is written as text. */
  readonly decimal: '.' | ',';
  /** One-based line of every row, where a file has lines; the last one of a row that spans several. */
  readonly lines?: ArrayLike<number>;
  /** Of a text whose cells are all numbers: how they are written. */
  readonly written?: WrittenRows;
}

/** Says where a row stands. */
export interface RowPlace { readonly words: string; readonly line?: number }

/** @returns line or number of a row, from 1 */
export function placeOf({ file, lines }: Pick<Table, 'file' | 'lines'>, row: number): RowPlace {
  return lines === undefined ? { words: `row ${row + 1} of ${file}` } : { words: `line ${lines[row]} of ${file}`, line: lines[row]! };
}

/** Refuses a name that two columns have. @throws KnotworkError `input` */
export function requireDistinct(file: string, header: readonly string[], place: { readonly line?: number } = {}): void {
  const name = repeatedName(header);
  if (name !== undefined) throw duplicateColumn(file, name, place);
}

/** The first name that stood there before; '' is none. */
export function repeatedName(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => name !== '' && (seen.has(name) || !seen.add(name)));
}

/** Cells of a column. @param option which names it @throws KnotworkError `input` where there is none of this name */
export function columnOf({ file, header, columns }: Table, name: string, option: string): ArrayLike<Cell> {
  const index = header.indexOf(name);
  if (index < 0) throw unknownColumn(file, name, header, option);
  return columns[index]!;
}

/** Cells of a column as they are written, where that is known of numbers; for what goes by the text of a cell. */
export function writtenColumnOf(table: Table, name: string, option: string): ArrayLike<Cell> {
  const cells = columnOf(table, name, option);
  return table.written === undefined ? cells : writtenCells(table.written, table.header.indexOf(name));
}

/** Some rows of a table, in an order. */
export function rowsOf(table: Table, rows: Uint32Array): Table {
  const { columns, lines, written } = table;
  const pick = (from: ArrayLike<Cell>): ArrayLike<Cell> => (from instanceof Float64Array ? Float64Array.from(rows, (row) => from[row]!) : Array.from(rows, (row) => from[row]!));
  const places = (from: ArrayLike<number>): Uint32Array => rows.map((row) => from[row]!);
  return {
    ...table, count: rows.length, columns: columns.map(pick), ...(lines === undefined ? {} : { lines: places(lines) }),
    ...(written === undefined ? {} : { written: { ...written, starts: places(written.starts) } }),
  };
}
