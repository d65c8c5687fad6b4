/**
 * Where a condition that is false at `low` and true at `high` becomes true, by halving, to the last bit.
 *
 * @param low below `high`
 * @returns the smallest number at which it was seen to be true
 *
 * Cost: some 60 evaluations where the answer is not much nearer to 0 than the ends, else up to 1,100.
 */
export function crossing(low: number, high: number, isTrue: (x: number) => boolean): number {
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
}
