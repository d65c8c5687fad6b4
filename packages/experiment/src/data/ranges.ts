import type { Samples } from '@knotwork/plugin';

/** The least and the largest value of every column; of no rows, what leaves others as they are. */
export function rangesOf({ count, width, values }: Samples): [number, number][] {
  return Array.from({ length: width }, (_, j) => {
    let [low, high] = [Infinity, -Infinity];
    for (let k = j; k < count * width; k += width) [low, high] = [Math.min(low, values[k]!), Math.max(high, values[k]!)];
    return [low, high];
  });
}

/** The interval around all of them; where they are a single point, one of width 2 around it. */
export function hull(intervals: readonly (readonly [number, number])[]): [number, number] {
  const [low, high] = intervals.reduce(([a, b], [c, d]) => [Math.min(a, c), Math.max(b, d)], [Infinity, -Infinity]);
  return high > low ? [low, high] : [low - 1, low + 1];
}
