import { parse } from '#csv-parse';
import type { Samples } from '@knotwork/plugin';
import { brokenCsv, duplicateColumn, missingHeader, noRows, notANumber, raggedRow } from './errors.js';

/** A file of delimited values whose first line names the columns. */
export interface CsvTable {
  readonly file: string;
  readonly header: readonly string[];
  /** As many cells as the header has; `line` is one-based, the last one of a row that spans several. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** Decimal numbers. What else `Number` understands, such as the empty text or 0x10, is more likely a mistake in a table. */
export const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Reads a table; cells stay text. Blank lines are skipped. @throws KnotworkError `input` with file and line */
export function csvTable(text: string, file: string, delimiter: string): CsvTable {
  const [first, ...rows] = records(text, file, delimiter);
  if (first === undefined || rows.length === 0) throw noRows(file);
  const header = first.cells;
  if (header.every((cell) => NUMBER.test(cell))) throw missingHeader(file, first.line, header[0]!);
  header.forEach((name, i) => { if (name !== '' && header.indexOf(name) !== i) throw duplicateColumn(file, name); });
  for (const { line, cells } of rows) if (cells.length !== header.length) throw raggedRow(file, line, cells.length, header.length);
  return { file, header, rows };
}

function records(text: string, file: string, delimiter: string): CsvTable['rows'] {
  try {
    // Line ends become one character, because the parser counts \r\n in a quoted text as two lines.
    const parsed = parse(text.replace(/\r\n?/g, '\n'), {
      delimiter, bom: true, info: true, trim: true, skip_empty_lines: true, relax_column_count: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (cause) {
    throw brokenCsv(file, (cause as { lines?: number }).lines, cause as Error);
  }
}

/** The numbers of some columns of all rows. @throws KnotworkError `input` at the first cell that is not a finite number */
export function columnNumbers(table: CsvTable, names: readonly string[], option: 'inputs' | 'target'): Samples {
  const columns = names.map((name) => table.header.indexOf(name));
  const values = table.rows.flatMap(({ line, cells }) => columns.map((column, j) => {
    const text = cells[column]!;
    const value = NUMBER.test(text) ? Number(text) : NaN;
    if (!Number.isFinite(value)) throw notANumber(table.file, line, names[j]!, text, option);
    return value;
  }));
  return { count: table.rows.length, width: names.length, values: Float64Array.from(values) };
}
