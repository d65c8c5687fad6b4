import { completeRows, type CompleteRows, type Model, neededColumns } from '@knotwork/model';
import { nothingComplete } from '../errors.js';
import { readRows } from './read-rows.js';

/** Rows that somebody has for a model, without those that its run would have left out. */
export interface RowsForModel extends CompleteRows {
  /** How many there are with those. */
  readonly all: number;
}

/**
 * Reads rows for a model.
 *
 * @param path as it was typed, @param to what the rows are for, in words, @param more columns besides those that predictions depend on, where a gap counts as well
 * @throws KnotworkError `input` for a file that cannot be read, or is no table, and where every row has a gap
 */
export async function rowsForModel({ inputs, uses, run: { encoding, table } }: Model, path: string, cwd: string, to: string, more: readonly string[] = []): Promise<RowsForModel> {
  const needed = neededColumns(inputs, encoding, uses);
  const file = await readRows(path, cwd, needed, table);
  const complete = completeRows(file, [...needed, ...more], table);
  if (complete.rows.length === 0 && file.count > 0) throw nothingComplete(path, file.count, to);
  return { ...complete, all: file.count };
}

/** A note on rows with gaps, as runs have it; none where there are none. @param what becomes of them */
export function gapsNote({ all, rows, table: { file } }: RowsForModel, what: string): readonly string[] {
  return rows.length === all ? [] : [`${all - rows.length} of ${all} rows of ${file} ${what} because a value is missing`];
}
