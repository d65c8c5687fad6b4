import type { Vec } from '@knotwork/plugin';

/** Largest difference of two lists of values, relative to the spread of the first; the difference itself where that is 0. @param before and @param after as many values */
export function changeToSpread(before: Vec, after: Vec): number {
  let [largest, low, high] = [0, Infinity, -Infinity];
  before.forEach((v, k) => {
    largest = Math.max(largest, Math.abs(v - after[k]!));
    low = Math.min(low, v);
    high = Math.max(high, v);
  });
  return high > low ? largest / (high - low) : largest;
}
