import { binomialTail } from './sign-test.js';

/**
 * The exact interval of a probability of which k of n trials came out: every p under which so few, or so many, have at least (1 - level) / 2.
 *
 * @param level between 0 and 1
 * @returns lower and upper end, to 1e-9; [0, 1] for no trials
 * @source C. J. Clopper and E. S. Pearson, 1934.
 */
export function shareInterval(k: number, n: number, level = 0.95): [number, number] {
  const outside = (1 - level) / 2;
  const lower = k === 0 ? 0 : crossing((p) => 1 - binomialTail(n, p, k - 1) >= outside);
  const upper = k === n ? 1 : crossing((p) => binomialTail(n, p, k) < outside);
  return [lower, upper];
}

/** The p at which a condition that is false at 0 and true at 1 becomes true. */
function crossing(isTrue: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
