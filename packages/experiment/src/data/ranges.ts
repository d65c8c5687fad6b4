import type { Samples } from '@knotwork/plugin';

/** The least and the largest value of every column; of no rows, what leaves others as they are. */
export function rangesOf({ count, width, values }: Samples): [number, number][] {
  const [low, high] = [new Float64Array(width).fill(Infinity), new Float64Array(width).fill(-Infinity)];
  for (let row = 0; row < count; row++) {
    for (let j = 0; j < width; j++) {
      const v = values[row * width + j]!;
      low[j] = Math.min(low[j]!, v);
      high[j] = Math.max(high[j]!, v);
    }
  }
  return Array.from(low, (v, j) => [v, high[j]!]);
}

/** The interval around all of them; where they are a single point, one of width 2 around it. */
export function hull(intervals: readonly (readonly [number, number])[]): [number, number] {
  const low = Math.min(...intervals.map((d) => d[0]));
  const high = Math.max(...intervals.map((d) => d[1]));
  return high > low ? [low, high] : [low - 1, low + 1];
}
