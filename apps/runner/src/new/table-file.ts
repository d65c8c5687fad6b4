import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { csvTable, NUMBER } from '@knotwork/datasets';
import { noTable } from '../errors.js';

/** A cell as it was found; null where there is nothing. */
export type Cell = string | number | null;

/** A file of rows, and how a data set reads it. */
export interface TableFile {
  /** What errors call it. */
  readonly file: string;
  readonly header: readonly string[];
  /** Cells of every column, in the order of the header. */
  readonly columns: readonly (readonly Cell[])[];
  /** The data set that reads it, and the options it needs to do so besides the path. */
  readonly dataset: { readonly kind: string; readonly options: Readonly<Record<string, unknown>> };
}

/**
 * Reads a table that nobody has said anything about: what separates its fields is taken from its first line. This is the only place of the command
 * that knows how tables are written.
 *
 * @param path from `cwd`, as it was typed
 * @throws KnotworkError `input` for a file that cannot be read, or is no table
 */
export function readTableFile(path: string, cwd: string): TableFile {
  const file = basename(path);
  let text: string;
  try { text = readFileSync(resolve(cwd, path), 'utf8'); } catch (error) { throw noTable(path, error as NodeJS.ErrnoException); }
  const delimiter = delimiterOf(text);
  const { header, rows } = csvTable(text, file, delimiter);
  const columns = header.map((_, c) => rows.map(({ cells }): Cell => cellOf(cells[c]!)));
  return { file, header, columns, dataset: { kind: 'csv', options: delimiter === ',' ? {} : { delimiter } } };
}

function cellOf(text: string): Cell {
  return text === '' ? null : NUMBER.test(text) ? Number(text) : text;
}

/** The sign that separates most names in the first line, outside of quotes; a comma where none does. */
function delimiterOf(text: string): string {
  const first = (/^\uFEFF?\s*([^\r\n]*)/.exec(text)?.[1] ?? '').replace(/"[^"]*"/g, '');
  const count = (sign: string): number => first.split(sign).length;
  return [';', '\t', '|'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}
