import type { TableRange } from './table-format.js';

// Looked up once: tables have many numbers.
const { isFinite } = Number;

export type Range = readonly [low: number, high: number];

/** An input of a layer. */
export interface Signal {
  /** What every address stands for, where functions of edges read it: `[2^bits]`. */
  readonly points: Float64Array;
  /** Its values at the rows that ranges are chosen by: `[rows]`. */
  readonly rows: Float64Array;
  readonly range: TableRange;
}

/** The least and the largest of some numbers, those left out that are not finite; from Infinity to -Infinity without any. */
export function endsOf(values: ArrayLike<number>): Range {
  let [low, high] = [Infinity, -Infinity];
  for (let k = 0; k < values.length; k++) {
    const v = values[k]!;
    if (!isFinite(v)) continue;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return [low, high];
}

/** A range over some numbers, those left out that are not finite, with a share of its width more at both ends. Where they are one number, a range around it; from 0 to 1 without any. */
export function rangeOf(values: ArrayLike<number>, room = 0): Range {
  const [low, high] = endsOf(values);
  if (low > high) return [0, 1];
  const more = low === high ? Math.abs(low) || 1 : room * (high - low);
  return [low - more, high + more];
}

/** As many numbers, the ends of the range among them. */
export function evenly([low, high]: Range, count: number): Float64Array {
  const numbers = new Float64Array(count);
  for (let k = 0; k < count; k++) numbers[k] = k === count - 1 ? high : low + k * (high - low) / (count - 1);
  return numbers;
}
