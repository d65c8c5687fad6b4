import { csvTable } from '../csv-table.js';
import type { Table } from './table.js';

/** A table of delimited values; cells stay text. @throws KnotworkError `input` with file and line */
export function csvTextTable(text: string, file: string, delimiter: string, decimal: Table['decimal']): Table {
  const { header, rows } = csvTable(text, file, delimiter, decimal);
  return { file, count: rows.length, header, columns: header.map((_, j) => rows.map(({ cells }) => cells[j]!)), decimal, lines: rows.map(({ line }) => line) };
}
