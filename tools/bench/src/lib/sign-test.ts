/**
 * Two-sided exact sign test: the probability, where either side wins a pair by a fair coin, of a split at least as uneven as this.
 *
 * @param wins pairs that one side won
 * @param losses pairs that the other won; ties are left out
 * @returns 1 where there is no pair
 */
export function signTest(wins: number, losses: number): number {
  const tail = binomialTail(wins + losses, 0.5, Math.min(wins, losses));
  return Math.min(1, 2 * tail);
}

/** Probability of at most k successes in n trials of probability p, summed from logarithms. */
export function binomialTail(n: number, p: number, k: number): number {
  if (k >= n) return 1;
  if (p === 0 || p === 1) return p === 0 ? 1 : 0;
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i++) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
