/**
 * What the operation `locate` is: index of the interval that holds a position, in 0..intervals-1 also for positions outside; NaN for NaN.
 *
 * @param knots `[intervals + 1]`, ascending
 */
export function locate(knots: ArrayLike<number>, position: number): number {
  if (Number.isNaN(position)) return NaN;
  let low = 0;
  let high = knots.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle]! <= position) low = middle; else high = middle;
  }
  return low;
}

/** What the operation `knotAt` is, offset added: position of knot number `index`; beyond the ends the last spacing goes on. NaN for an index that is not whole. */
export function knotAt(knots: ArrayLike<number>, index: number): number {
  const last = knots.length - 1;
  if (index < 0) return knots[0]! + index * (knots[1]! - knots[0]!);
  if (index > last) return knots[last]! + (index - last) * (knots[last]! - knots[last - 1]!);
  return knots[index] ?? NaN;
}
