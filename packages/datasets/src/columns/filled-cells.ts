import type { Rows } from '@knotwork/plugin';
import type { EncodedColumn, InputEncoding } from './input-encoding.js';
import { isMissing } from './missing.js';
import { columnOf, type Table, writtenColumnOf } from '../readers/table.js';

/**
 * Finds where inputs stand for missing cells. Of a category all inputs of its levels do; what says that a cell is missing does not.
 *
 * @returns places among the inputs of some rows of the table, side by side in their order; of all rows where these are left out
 */
export function filledCells(table: Table, { missing, columns }: InputEncoding): (rows?: Uint32Array) => Pick<Rows, 'filled'> {
  const filled = columns.flatMap((column) => filledInputs(table, column, missing));
  const inputs = [...filled.keys()].filter((i) => filled[i] !== null);
  return (rows = Uint32Array.from({ length: table.count }, (_, row) => row)) => {
    const places = inputs.length === 0 ? [] : Array.from(rows).flatMap((row, n) => inputs.filter((i) => filled[i]![row] === 1).map((i) => n * filled.length + i));
    return places.length === 0 ? {} : { filled: Uint32Array.from(places) };
  };
}

/** Of each input of a column, 1 in the rows where it stands for a missing cell; null where it does nowhere. */
function filledInputs(table: Table, { column, as, levels, indicator = false }: EncodedColumn, missing: InputEncoding['missing']): (Uint8Array | null)[] {
  const cells = as === 'levels' ? writtenColumnOf(table, column, 'inputs') : columnOf(table, column, 'inputs');
  const gaps = Uint8Array.from({ length: table.count }, (_, row) => Number(isMissing(cells[row]!, missing)));
  const filled = gaps.includes(1) ? gaps : null;
  return [...(levels ?? [column]).map(() => filled), ...(indicator ? [null] : [])];
}
