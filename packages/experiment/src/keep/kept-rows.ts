import type { Rows, Samples } from '@knotwork/plugin';

/** Rows of each split that a run keeps at most. */
export const MOST_ROWS = 2000;

/** Numbers of the rows that are kept of so many: all, or evenly spread over them. */
export function keptRows(count: number): Uint32Array {
  const kept = Math.min(count, MOST_ROWS);
  return Uint32Array.from({ length: kept }, (_, k) => Math.floor((k * count) / kept));
}

/** Some rows of a table. */
export function rowsOf({ width, values }: Samples, rows: Uint32Array): Samples {
  const picked = new Float64Array(rows.length * width);
  rows.forEach((row, k) => { picked.set(values.subarray(row * width, (row + 1) * width), k * width); });
  return { count: rows.length, width, values: picked };
}

/** The rows that are kept, inputs, targets and weights. */
export function kept({ inputs, targets, weights }: Rows): Rows {
  const rows = keptRows(inputs.count);
  return { inputs: rowsOf(inputs, rows), targets: rowsOf(targets, rows), ...(weights === undefined ? {} : { weights: Float64Array.from(rows, (row) => weights[row]!) }) };
}
