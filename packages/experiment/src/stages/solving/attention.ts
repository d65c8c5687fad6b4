/** Functions of the residual whose derivative says how much a point weighs. */
export const POTENTIALS = ['quadratic', 'exponential'] as const;
export type Potential = typeof POTENTIALS[number];

/**
 * Attention of points: the moving average of what a convex potential says of their residuals, from 0 to 1,
 *
 *     attention = memory * before + (1 - memory) * q / max q,    q = |r| of the quadratic potential, exp(|r| ln(k + 2) / max |r|) of the exponential one in round k
 *
 * The first makes the mean square of residuals small with less noise of its points, the second goes from there towards the largest residual: the worst point has k + 2 times the attention of
 * one where the equation holds.
 *
 * @param residuals `[count]`, at least 0
 * @param before `[count]`, of the round before; null in the first one, in which all points had 1
 * @param memory in [0, 1): share of what was before, @param round from 0
 * @returns `[count]`; what was before where residuals are all 0 or one is not finite
 * @source S. Anagnostopoulos et al., Residual-based attention in physics-informed neural networks, 2024, of which this is the quadratic potential with their eta = 1 - gamma; J. Toscano et al., A variational
 * framework for residual-based adaptivity in neural PDE solvers and operator learning, 2025, whose temperature falls alike
 */
export function attention(residuals: Float64Array, before: Float64Array | null, { potential, memory, round }: { readonly potential: Potential; readonly memory: number; readonly round: number }): Float64Array {
  const known = before ?? new Float64Array(residuals.length).fill(1);
  const largest = residuals.reduce((a, b) => Math.max(a, b), 0);
  if (!(largest > 0 && Number.isFinite(largest))) return known;
  // Both are 1 where the residual is largest.
  const share = potential === 'quadratic' ? (r: number) => r / largest : (r: number) => Math.exp((r / largest - 1) * Math.log(round + 2));
  return Float64Array.from(residuals, (r, k) => memory * known[k]! + (1 - memory) * share(r));
}

/** What squared residuals are multiplied by: the square of attention, over its mean, so that all points of a set together count as they did. @returns `[count]`, with mean 1 */
export function weightsOfAttention(of: Float64Array): Float64Array {
  const mean = of.reduce((sum, a) => sum + a * a, 0) / of.length;
  return mean > 0 ? of.map((a) => a * a / mean) : new Float64Array(of.length).fill(1);
}
