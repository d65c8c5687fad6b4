/** Twice the ranks of some values, from 0, which are whole so: equal values share the mean of theirs. Values of any unit are told apart. */
export function doubleRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, n) => n).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let first = 0, next = 0; first < order.length; first = next) {
    while (next < order.length && values[order[next]!] === values[order[first]!]) next++;
    for (let k = first; k < next; k++) ranks[order[k]!] = first + next - 1;
  }
  return ranks;
}

/**
 * Finds which rows are nearest to one in all columns together, by their ranks. Rows are asked from the row outwards, along the column that tells most of them apart, until that column alone puts what is left too far.
 *
 * @param ranks of each column, `[column][row]`
 * @returns of a row and a count, at least 1 and small, so many rows, and all that are as near as the last of them, in their order; all others where there are fewer. Cost grows with the number of cells, and is much less for few columns
 */
export function nearestByRanks(ranks: readonly Float64Array[]): (row: number, count: number) => readonly number[] {
  const along = ranks.reduce((best, column) => (squares(column) > squares(best) ? column : best), ranks[0] ?? new Float64Array(0));
  const order = along.map((_, m) => m).sort((a, b) => along[a]! - along[b]!);
  const places = new Float64Array(order.length);
  order.forEach((m, place) => { places[m] = place; });
  return (row, count) => {
    const least = new Float64Array(count).fill(Infinity);
    const near: { readonly m: number; readonly distance: number }[] = [];
    const gap = (place: number): number => (place >= 0 && place < order.length ? (along[order[place]!]! - along[row]!) ** 2 : Infinity);
    let [left, right] = [places[row]! - 1, places[row]! + 1];
    while (Math.min(gap(left), gap(right)) <= least[count - 1]! && (left >= 0 || right < order.length)) {
      const m = order[gap(left) < gap(right) ? left-- : right++]!;
      let distance = 0;
      for (let c = 0; c < ranks.length; c++) distance += (ranks[c]![m]! - ranks[c]![row]!) ** 2;
      if (distance > least[count - 1]!) continue;
      near.push({ m, distance });
      insert(least, distance);
    }
    return near.filter(({ distance }) => distance <= least[count - 1]!).map(({ m }) => m).sort((a, b) => a - b);
  };
}

/** Of ranks, whose mean is the same in all columns, the larger the more of them differ. */
const squares = (ranks: Float64Array): number => ranks.reduce((sum, rank) => sum + rank * rank, 0);

/** Puts a value among the least ones, which stand in order: the last of them goes. @param value no more than the last */
function insert(least: Float64Array, value: number): void {
  let at = least.length - 1;
  for (; at > 0 && least[at - 1]! > value; at--) least[at] = least[at - 1]!;
  least[at] = value;
}
