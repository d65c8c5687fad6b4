import { parse } from '#csv-parse';
import { brokenCsv, missingHeader, noRows, raggedRow } from './errors.js';
import { isNumber } from './readers/cell.js';
import { requireDistinct, type Table } from './readers/table.js';

/** A file of delimited values whose first line names the columns. */
export interface CsvTable {
  readonly file: string;
  readonly header: readonly string[];
  /** As many cells as the header has; `line` is one-based, the last one of a row that spans several. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** Reads a table; cells stay text. Blank lines are skipped. @throws KnotworkError `input` with file and line */
export function csvTable(text: string, file: string, delimiter: string, decimal: Table['decimal']): CsvTable {
  const [first, ...rows] = records(text, file, delimiter);
  if (first === undefined || rows.length === 0) throw noRows(file);
  const header = first.cells;
  if (header.every((cell) => isNumber(cell, decimal))) throw missingHeader(file, first.line, header[0]!);
  requireDistinct(file, header, { line: 1 });
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
