import { textAt } from './number-at.js';

/** The text that rows of numbers were read from; see `plainCsv`. */
export interface WrittenRows {
  readonly bytes: Uint8Array;
  /** First byte of every row. */
  readonly starts: Uint32Array;
  /** The byte between cells. */
  readonly separator: number;
}

/** How the cells of a column are written, without the spaces around them. @param column from 0 */
export function writtenCells({ bytes, starts, separator }: WrittenRows, column: number): readonly string[] {
  return Array.from(starts, (start) => {
    let from = start;
    for (let j = 0; j < column; j++) from = bytes.indexOf(separator, from) + 1;
    let to = from;
    while (to < bytes.length && bytes[to] !== separator && bytes[to] !== 10 && bytes[to] !== 13) to++;
    return textAt(bytes, from, to).trim();
  });
}
