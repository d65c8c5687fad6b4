import { basename, resolve } from 'node:path';
import { DELIMITERS, readTable, type Table } from '@knotwork/datasets';
import type { TableOptions } from '@knotwork/model';
import { regularBytes, regularText } from '@knotwork/workspace';
import { noTable } from '../errors.js';

/**
 * Reads rows that somebody has for a model. Where the run's way of separating fields does not give the columns that are needed, others are tried.
 *
 * @param path from `cwd`, as it was typed, @param columns that are needed, @param options how the run's own table is written
 * @throws KnotworkError `input` for a file that cannot be read, or is no table
 */
export async function readRows(path: string, cwd: string, columns: readonly string[], { delimiter, decimal }: TableOptions): Promise<Table> {
  const full = resolve(cwd, path);
  const refuse = (error: Error): never => { throw noTable(path, error.message); };
  const bytes = await regularBytes(full).catch(refuse);
  const access = { read: () => regularText(full).catch(refuse), readBytes: () => Promise.resolve(bytes) };
  const file = basename(path);
  const isText = /\.(csv|tsv|txt|tab|dat)(\.gz)?$/i.test(file);
  if (!isText) return readTable(access, { path: file });
  const written = decimal === undefined ? {} : { decimal };
  let [first, refusal]: [Table | null, unknown] = [null, null];
  for (const way of new Set([delimiter, undefined, ...DELIMITERS])) {
    try {
      const table = await readTable(access, { path: file, delimiter: way, ...written });
      if (columns.every((name) => table.header.includes(name))) return table;
      // Who misses a column is told about the reading with the most of them.
      if (first === null || table.header.length > first.header.length) first = table;
    } catch (error) { refusal ??= error; }
  }
  if (first === null) throw refusal;
  return first;
}
