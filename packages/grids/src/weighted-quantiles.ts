/**
 * Positions that cut weighted samples into equal shares.
 *
 * Between neighbors x_i and x_{i+1} lies the weight (w_i + w_{i+1}) / 2, spread evenly. With S_i the weight below x_i, the position
 * of share p is where the weight below is p S_{n-1}:
 *
 *     S_0 = 0,    S_{i+1} = S_i + (w_i + w_{i+1}) / 2,    q(p) = x_i + (x_{i+1} - x_i) (p S_{n-1} - S_i) / (S_{i+1} - S_i)
 *
 * Equal weights give ordinary quantiles. Never decreasing in p, and never outside the samples.
 *
 * @param sorted `[n]`, n at least 1, ascending, finite
 * @param weights `[n]`, each at least 0 and finite, not all 0
 * @returns `[shares + 1]`: the least sample, the ends of the shares, the greatest sample
 *
 * Cost: one pass.
 *
 * @source R. J. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages, 1996, definition 7, which has no weights.
 */
export function weightedQuantiles(sorted: Float64Array, weights: Float64Array, shares: number): Float64Array {
  const last = sorted.length - 1;
  let total = 0;
  for (let i = 0; i < last; i++) total += between(weights, i);

  const positions = new Float64Array(shares + 1).fill(sorted[last]!);
  positions[0] = sorted[0]!;
  let [i, below] = [0, 0];
  for (let j = 1; j < shares; j++) {
    const wanted = (total * j) / shares;
    while (i < last && below + between(weights, i) <= wanted) below += between(weights, i++);
    if (i === last) break;
    const [low, high] = [sorted[i]!, sorted[i + 1]!];
    positions[j] = Math.min(high, low + ((high - low) * (wanted - below)) / between(weights, i));
  }
  return positions;
}

const between = (weights: Float64Array, i: number): number => (weights[i]! + weights[i + 1]!) / 2;
