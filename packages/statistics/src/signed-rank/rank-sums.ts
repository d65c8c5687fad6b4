/**
 * The lower tail of a sum of ranks of which each is taken by a fair coin: P(sum <= at), for all sums up to the last at once.
 *
 * p_j(s) = (p_{j-1}(s) + p_{j-1}(s - r_j)) / 2, rank after rank. All terms are positive, so that no digit is lost.
 *
 * @param ranks whole, above 0
 * @param last largest sum that is asked for, whole
 * @returns `[last + 1]`, P(sum <= s) for s = 0 to last; with 1000 ranks 2^-1000 is still a normal number
 *
 * Cost: ranks times `last` additions.
 *
 * @source F. Wilcoxon, Individual Comparisons by Ranking Methods, 1945 (the distribution); J. W. Pratt, Remarks on Zeros and Ties in the Wilcoxon Signed Rank Procedures, 1959 (of any ranks).
 */
export function rankSumTail(ranks: Int32Array, last: number): Float64Array {
  const chances = new Float64Array(last + 1);
  chances[0] = 1;
  let reach = 0;
  for (const rank of ranks.toSorted()) {
    reach = Math.min(reach + rank, last);
    for (let s = reach; s >= rank; s--) chances[s] = 0.5 * (chances[s]! + chances[s - rank]!);
    for (let s = Math.min(rank - 1, reach); s >= 0; s--) chances[s]! *= 0.5;
  }
  for (let s = 1; s <= last; s++) chances[s]! += chances[s - 1]!;
  return chances;
}
