import { DELIMITERS, readTable, type Table } from '@knotwork/datasets';
import type { TableOptions } from '@knotwork/model';
import { hasDecimalCommas } from '../new/table-file.js';
import { tableAccess } from '../table-access.js';
import { withoutDelimiter } from '../without-delimiter.js';

/**
 * Reads rows that somebody has for a model. Where the run's way of separating fields does not give the columns that are needed, others are tried; whether
 * decimals have a comma is seen from the cells.
 *
 * @param path from `cwd`, as it was typed, @param columns that are needed, @param options how the run's own table is written
 * @throws KnotworkError `input` for a file that cannot be read, or is no table
 */
export async function readRows(path: string, cwd: string, columns: readonly string[], { delimiter }: TableOptions): Promise<Table> {
  const access = await tableAccess(path, cwd);
  const { file } = access;
  const isText = /\.(csv|tsv|txt|tab|dat)(\.gz)?$/i.test(file);
  if (!isText) return readTable(access, { path: file });
  let [first, refusal]: [Table | null, unknown] = [null, undefined];
  for (const way of new Set([delimiter, undefined, ...DELIMITERS])) {
    try {
      const plain = await readTable(access, { path: file, delimiter: way });
      const table = way !== undefined && way !== ',' && hasDecimalCommas(plain) ? await readTable(access, { path: file, delimiter: way, decimal: ',' }) : plain;
      if (columns.every((name) => table.header.includes(name))) return table;
      // Who misses a column is told about the reading with the most of them.
      if (first === null || table.header.length > first.header.length) first = table;
    } catch (error) {
      // Of a table, what is wrong with it in another way is no matter.
      if (first === null) refusal ??= error;
    }
  }
  // A text that is no table in its own way is seldom one in another: what was wrong there is told.
  if (first === null || (refusal !== undefined && !columns.some((name) => first.header.includes(name)))) throw withoutDelimiter(refusal);
  return first;
}
