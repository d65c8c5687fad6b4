import { doubleRanks, insertLeast } from '@knotwork/numerics';

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
  const nearest = nearestRows(Array.from({ length: width }, (_, i) => doubleRanks(points.map((point) => point[i]!))));
  const pairs = new Map<number, readonly [number, number]>();
  for (let n = 0; n < count; n++) for (const m of nearest(n)) pairs.set(Math.min(n, m) * count + Math.max(n, m), [Math.min(n, m), Math.max(n, m)]);
  return [...pairs.values()];
}

/**
 * Finds which rows are nearest to one in all columns together, as `nearestByRanks` does, where every row is asked for. Rows are looked at from the row outwards, along the column that tells most of them apart, until that column alone puts what is left too far.
 *
 * @param ranks of each column, `[column][row]`, one column at least
 * @returns of a row the four nearest ones, and all that are as near as the fourth; all others where there are fewer. Cost is the number of cells at most, and a small part of that in two columns
 */
function nearestRows(ranks: readonly Float64Array[]): (row: number) => readonly number[] {
  const along = ranks.reduce((best, column) => (squares(column) > squares(best) ? column : best), ranks[0]!);
  const order = Uint32Array.from(along.keys()).sort((a, b) => along[a]! - along[b]!);
  const places = new Uint32Array(order.length);
  order.forEach((m, place) => { places[m] = place; });
  return (row) => {
    const least = new Float64Array(COUNT).fill(Infinity);
    const near: { readonly m: number; readonly distance: number }[] = [];
    const gap = (place: number): number => (place >= 0 && place < order.length ? (along[order[place]!]! - along[row]!) ** 2 : Infinity);
    let [left, right] = [places[row]! - 1, places[row]! + 1];
    for (let [below, above] = [gap(left), gap(right)]; Math.min(below, above) <= Math.min(least[COUNT - 1]!, Number.MAX_VALUE);) {
      const m = order[below < above ? left : right]!;
      if (below < above) below = gap(--left); else above = gap(++right);
      let distance = 0;
      for (let c = 0; c < ranks.length && distance <= least[COUNT - 1]!; c++) distance += (ranks[c]![m]! - ranks[c]![row]!) ** 2;
      if (distance > least[COUNT - 1]!) continue;
      near.push({ m, distance });
      insertLeast(least, distance);
    }
    return near.filter(({ distance }) => distance <= least[COUNT - 1]!).map(({ m }) => m);
  };
}

/** Of ranks, whose mean is the same in all columns, the larger the more of them differ. */
const squares = (ranks: Float64Array): number => ranks.reduce((sum, rank) => sum + rank * rank, 0);
