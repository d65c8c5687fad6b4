import { doubleRanks, nearestByRanks } from '@knotwork/numerics';

/** Neighbours of a row: more see more of what is smooth, fewer what is bent on the way from one row to the next. */
const COUNT = 4;

/**
 * Pairs of points that are near in all columns together: each with its four nearest, and with all that are as near as the fourth, so that the order of points does not matter. Columns are measured by ranks: neither units count nor
 * decades.
 *
 * @param points two at least, no two in one place @returns each pair once, of places in the list; cost is at most the square of their number
 */
export function neighboursOf(points: readonly (readonly number[])[]): (readonly [number, number])[] {
  const [count, width] = [points.length, points[0]!.length];
  // Unlike ranks of losses, values of any unit are told apart. Whole numbers: distances are exact.
  const nearest = nearestByRanks(Array.from({ length: width }, (_, i) => doubleRanks(points.map((point) => point[i]!))));
  const pairs = new Map<number, readonly [number, number]>();
  for (let n = 0; n < count; n++) for (const m of nearest(n, COUNT)) pairs.set(Math.min(n, m) * count + Math.max(n, m), [Math.min(n, m), Math.max(n, m)]);
  return [...pairs.values()];
}
