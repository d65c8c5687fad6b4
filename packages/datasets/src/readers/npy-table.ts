import { noRows } from '../errors.js';
import { cellsOf } from './cells-of.js';
import { npyArray, type NpyArray } from './npy-array.js';
import type { Cell, Table } from './table.js';

/** Columns of an array of NumPy are called x1, x2, ..., in their order. @throws KnotworkError `input` */
export function npyTable(bytes: Uint8Array, file: string): Table {
  const array = npyArray(bytes, file);
  if (array.rows === 0) throw noRows(file);
  const columns = columnsOf(array);
  return { file, count: array.rows, header: columns.map((_, j) => `x${j + 1}`), columns, decimal: '.' };
}

/** Cells of every column. */
export function columnsOf({ rows, columns, at }: NpyArray): readonly ArrayLike<Cell>[] {
  return Array.from({ length: columns ?? 1 }, (_, j) => cellsOf(rows, (k) => at(k, j)));
}
