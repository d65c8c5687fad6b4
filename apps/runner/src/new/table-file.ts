import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Cell, DELIMITERS, numberIn, readTable, type Table } from '@knotwork/datasets';
import { largeTable } from '../errors.js';
import { tableAccess } from '../table-access.js';
import { withoutDelimiter } from '../without-delimiter.js';

/** A file of rows, and how a data set reads it. */
export interface TableFile {
  /** What errors call it. */
  readonly file: string;
  readonly header: readonly string[];
  /** Cells of every column, in the order of the header: numbers as such, however they are written; null where there is nothing. */
  readonly columns: readonly (readonly Cell[])[];
  /** One-based line of every row, where a file has lines. */
  readonly lines?: ArrayLike<number>;
  /** The data set that reads it, and the options it needs to do so besides the path. */
  readonly dataset: { readonly kind: string; readonly options: Readonly<Record<string, unknown>> };
}

/** Of a larger file looking at each cell takes gigabytes. */
const MOST_BYTES = 200e6;
/** What may separate fields; none for what the ending of the file says. */
const SEPARATORS: readonly (string | undefined)[] = [undefined, ...DELIMITERS.filter((delimiter) => delimiter !== ',')];

/**
 * Reads a table that nobody has said anything about: of text, what separates its fields and whether decimals have a comma are found by trying. This is the
 * only place of the command that knows how tables are written.
 *
 * @param path from `cwd`, as it was typed
 * @throws KnotworkError `input` for a file that cannot be read, or is no table
 */
export async function readTableFile(path: string, cwd: string): Promise<TableFile> {
  const { size } = await stat(resolve(cwd, path)).catch(() => ({ size: 0 }));
  if (size > MOST_BYTES) throw largeTable(path, size, MOST_BYTES);
  const access = await tableAccess(path, cwd);
  const { file } = access;
  const readings: { delimiter: string | undefined; table: Table }[] = [];
  let refusal: unknown;
  for (const delimiter of SEPARATORS) {
    try {
      const table = await readTable(access, { path: file, delimiter });
      // A sign that separates nothing is not the one.
      if (delimiter === undefined || table.header.length > 1) readings.push({ delimiter, table });
    } catch (error) { refusal ??= error; }
    // Formats that are no text have no delimiter, and numbers side by side are separated by the right one: one reading is all there is.
    const first = readings[0]?.table;
    if (first !== undefined && (first.lines === undefined || (first.written !== undefined && first.header.length > 1))) break;
  }
  if (readings.length === 0) throw withoutDelimiter(refusal);
  const { delimiter, table } = readings.reduce((best, one) => (one.table.header.length > best.table.header.length ? one : best));
  const decimal = delimiter !== undefined && hasDecimalCommas(table) ? ',' : '.';
  const options = { ...(delimiter === undefined ? {} : { delimiter }), ...(decimal === '.' ? {} : { decimal }) };
  const cellOf = (cell: Cell): Cell => { const number = numberIn(cell, decimal); return Number.isNaN(number) ? (cell === '' || typeof cell === 'number' ? null : cell) : number; };
  return { file, header: table.header, columns: table.columns.map((cells) => Array.from(cells, cellOf)), ...(table.lines === undefined ? {} : { lines: table.lines }), dataset: { kind: 'table', options } };
}

/** Whether numbers are written with commas: some cells are, and none with a point. */
export function hasDecimalCommas({ columns }: Table): boolean {
  const has = (pattern: RegExp): boolean => columns.some((cells) => Array.from(cells).some((cell) => typeof cell === 'string' && pattern.test(cell)));
  return has(/^[+-]?\d+,\d+$/) && !has(/^[+-]?\d+\.\d+$/);
}
