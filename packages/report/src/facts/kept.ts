import type { NamedArrays, NumberArray } from '@knotwork/arrays';
import type { Split } from './figure.js';

/** A table that a run kept of a part of its rows, `[rows, columns]`; null where it kept none. */
export function keptTable(evaluation: NamedArrays | null, split: Split, what: 'inputs' | 'targets' | 'predictions'): NumberArray | null {
  const table = evaluation?.[`${split}.${what}`];
  return table === undefined || table.shape.length !== 2 ? null : table;
}

/** Rows of a part, of which not all need have been kept; null where that is not known. */
export function rowsOf(evaluation: NamedArrays | null, split: Split): number | null { return evaluation?.[`${split}.count`]?.values[0] ?? null; }

/** @param column from 0 */
export function columnOf({ shape: [rows = 0, width = 0], values }: NumberArray, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, n) => values[n * width + column]!);
}
