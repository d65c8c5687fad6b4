/** `count` numbers from `min` to `max`, both included, at equal distances. */
export function evenly(min: number, max: number, count: number): number[] {
  // Weighted by whole numbers: decimals like 0.04 come out as they are written, and both ends exactly.
  return Array.from({ length: count }, (_, k) => (min * (count - 1 - k) + max * k) / (count - 1));
}
