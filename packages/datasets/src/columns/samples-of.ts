import type { Samples } from '@knotwork/plugin';

/** Rows that are looked at together, so that what is written stays in the cache while columns are read one after the other. */
const BLOCK = 1024;

/**
 * Some rows of columns, in an order, side by side. Rows are taken as they lie in the columns, not in their order: a read at random would fetch a line of
 * the cache for a single number, and a written row lies in one or two.
 *
 * @param count number of rows in a column
 * @param rows each at most once; left out for all, as they lie
 */
export function samplesOf(columns: readonly Float64Array[], count: number, rows?: Uint32Array): Samples {
  const width = columns.length;
  const length = rows?.length ?? count;
  const values = new Float64Array(length * width);
  const behind = rows && placesBehind(rows, count);
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(from + BLOCK, count);
    for (let j = 0; j < width; j++) {
      const column = columns[j]!;
      for (let row = from; row < to; row++) {
        const place = behind === undefined ? row : behind[row]! - 1;
        if (place >= 0) values[place * width + j] = column[row]!;
      }
    }
  }
  return { count: length, width, values };
}

/** One more than the place of every row among some, 0 for one that is not there. */
function placesBehind(rows: Uint32Array, count: number): Uint32Array {
  const behind = new Uint32Array(count);
  for (let place = 0; place < rows.length; place++) behind[rows[place]!] = place + 1;
  return behind;
}
