import { parse } from '#csv-parse';
import { noRows } from '../errors.js';
import { isNumber } from './cell.js';
import { DELIMITERS } from './delimiters.js';
import { brokenCsv, missingHeader, raggedRow, tooManyColumns } from './file-errors.js';
import { MOST_COLUMNS, requireDistinct, type Table } from './table.js';

// Asked of texts, and loaded with what reads them.
export { requireUtf8 } from './other-encoding.js';

/** Bytes of the longest row. */
const LONGEST_ROW = 2 ** 24;

/**
 * Reads a text of delimited values whose first line names the columns; cells stay text. Blank lines are skipped. What `plainCsv` reads it reads as well,
 * and slower: it takes more than ten times the memory of the text.
 *
 * @throws KnotworkError `input` with file and line
 */
export function csvTextTable(text: string, file: string, delimiter: string, decimal: Table['decimal']): Table {
  let header: readonly string[] | undefined;
  let [firstLine, count] = [0, 0];
  let ragged: { readonly line: number; readonly fields: number } | undefined;
  let columns: string[][] = [];
  const lines: number[] = [];
  forEachRecord(text, file, delimiter, (cells, line) => {
    if (header === undefined) {
      [header, firstLine] = [cells, line];
      if (header.length <= MOST_COLUMNS) columns = cells.map(() => []);
      return;
    }
    count++;
    if (cells.length !== header.length) ragged ??= { line, fields: cells.length };
    // What is refused below is not kept.
    if (ragged !== undefined) return;
    columns.forEach((column, j) => { column.push(cells[j]!); });
    lines.push(line);
  });
  if (header === undefined || count === 0) throw noRows(file);
  if (header.length > MOST_COLUMNS) throw tooManyColumns(file, header.length, MOST_COLUMNS);
  if (header.every((cell) => isNumber(cell, decimal))) throw missingHeader(file, firstLine, header[0]!);
  requireDistinct(file, header, { line: 1 });
  if (ragged !== undefined) throw raggedRow(file, ragged.line, ragged.fields, header.length, betterDelimiter(text, header, delimiter, decimal));
  return { file, count, header, columns, decimal, lines };
}

/** A delimiter that makes a table of a text which another does not, of more columns; found by trying those that the first line has. */
function betterDelimiter(text: string, header: readonly string[], delimiter: string, decimal: Table['decimal']): string | undefined {
  const firstLine = header.join(delimiter);
  return DELIMITERS.find((other) => {
    if (other === delimiter || other === decimal || !firstLine.includes(other)) return false;
    const widths = new Set<number>();
    try {
      forEachRecord(text, '', other, (cells) => { widths.add(cells.length); });
    } catch { return false; }
    return widths.size === 1 && !widths.has(1) && Math.max(...widths) > header.length;
  });
}

/** @param visit is given the cells of a row and its line: one-based, the last one of a row that spans several */
function forEachRecord(text: string, file: string, delimiter: string, visit: (cells: readonly string[], line: number) => void): void {
  // Line ends become one character, because the parser counts \r\n in a quoted text as two lines.
  const plain = text.replace(/\r\n?/g, '\n');
  let read = 0;
  try {
    parse(plain, {
      delimiter, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, max_record_size: LONGEST_ROW,
      // Nothing is given back, so that rows are not held twice.
      on_record: (cells: readonly string[], { lines }) => { read = lines; visit(cells, lines); return null; },
    });
  } catch (error) {
    const cause = error as Error & { readonly lines?: number; readonly code?: string };
    const first = 1 + read + plain.split('\n', read + BLANKS).slice(read).findIndex((line) => line.trim() !== '');
    throw brokenCsv(file, first, reasonOf(cause, first), cause);
  }
}

/** Blank lines that are looked over for the first line of a row. */
const BLANKS = 1000;

/** What is wrong, in words. The parser names the line in which it noticed, which may be far behind a quote that is not closed. @param first line of the row */
function reasonOf({ code, lines, message }: { readonly code?: string; readonly lines?: number; readonly message: string }, first: number): string {
  const row = `the row that begins in line ${first}`;
  switch (code) {
    case 'CSV_MAX_RECORD_SIZE': return `${row} has more than ${LONGEST_ROW} bytes, or a quote in it is not closed`;
    case 'CSV_QUOTE_NOT_CLOSED': return `a quote in ${row} is not closed`;
    case 'INVALID_OPENING_QUOTE': return `line ${lines} has a quote inside a field that does not begin with one`;
    case 'CSV_INVALID_CLOSING_QUOTE': return lines === first ? `line ${lines} has more behind a closing quote` : `a quote in ${row} is not closed, or line ${lines} has more behind a closing one`;
    default: return message;
  }
}
