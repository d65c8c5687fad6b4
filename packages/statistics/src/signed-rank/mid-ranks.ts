/** Differences of logarithms that are nearer than this are equal: it is what rounding leaves of ratios that are the same. */
export const SAME = 1e-12;

/**
 * Twice the mid-ranks of numbers, so that they are whole: the smallest has rank 1, equal ones share the mean of theirs.
 *
 * @param values `[n]`, infinities allowed
 * @returns `[n]`, in the order of `values`; from 2 to 2n
 */
export function doubledMidRanks(values: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, k) => k).sort((i, j) => compare(values[i]!, values[j]!));
  const ranks = new Int32Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    const first = values[order[start]!]!;
    while (end < order.length && isSame(first, values[order[end]!]!)) end++;
    for (let k = start; k < end; k++) ranks[order[k]!] = start + 1 + end;
  }
  return ranks;
}

/** By size; infinities of one sign are equal, which their difference does not say. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function isSame(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= SAME;
}
