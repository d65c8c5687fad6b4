import { noRows } from '../errors.js';
import { unequalArrays } from './file-errors.js';
import { npyArray } from './npy-array.js';
import { columnsOf } from './npy-table.js';
import { requireDistinct, type Table } from './table.js';
import { zipEntries } from './zip-entries.js';

/**
 * The arrays of a file of np.savez, side by side. An array of one dimension is a column of its name, one of two dimensions X gives the columns
 * X1, X2, ..., or X where it has only one.
 *
 * @throws KnotworkError `input` for a damaged file, and for arrays of different lengths
 */
export async function npzTable(bytes: Uint8Array, file: string): Promise<Table> {
  const arrays = (await zipEntries(bytes, file)).map(({ name, content }) => {
    const called = name.replace(/\.npy$/, '');
    return { called, array: npyArray(content, `the array "${called}" of ${file}`) };
  });
  const first = arrays[0];
  if (first === undefined || first.array.rows === 0) throw noRows(file);
  const other = arrays.find(({ array }) => array.rows !== first.array.rows);
  if (other !== undefined) throw unequalArrays(file, [first.called, first.array.rows], [other.called, other.array.rows]);
  const header = arrays.flatMap(({ called, array: { columns } }) => (columns === null || columns === 1 ? [called] : Array.from({ length: columns }, (_, j) => `${called}${j + 1}`)));
  requireDistinct(file, header);
  return { file, count: first.array.rows, header, columns: arrays.flatMap(({ array }) => columnsOf(array)), decimal: '.' };
}
