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

/** The k-th smallest of some values, without sorting all of them. @param k at least 1, small @returns infinity where there are fewer */
export function kthSmallest(values: Float64Array, k: number): number {
  const least = new Float64Array(k).fill(Infinity);
  for (const value of values) if (value < least[k - 1]!) insertLeast(least, value);
  return least[k - 1]!;
}

/** Puts a value among the least ones, which stand in order: the last of them goes. @param value no more than the last @returns nothing, `least` is changed */
export function insertLeast(least: Float64Array, value: number): void {
  let at = least.length - 1;
  for (; at > 0 && least[at - 1]! > value; at--) least[at] = least[at - 1]!;
  least[at] = value;
}

/**
 * Which rows are nearest to one in all columns together, by their ranks.
 *
 * @param ranks of each column, `[column][row]`, @param count of neighbours, at least 1
 * @returns so many rows, and all that are as near as the last of them, in their order; all others where there are fewer. Cost is the number of cells
 */
export function nearestByRanks(ranks: readonly Float64Array[], row: number, count: number): readonly number[] {
  const distances = new Float64Array(ranks[0]?.length ?? 0);
  for (const column of ranks) for (let m = 0; m < distances.length; m++) distances[m]! += (column[m]! - column[row]!) ** 2;
  distances[row] = Infinity;
  const most = kthSmallest(distances, count);
  return [...distances.keys()].filter((m) => m !== row && distances[m]! <= most);
}
