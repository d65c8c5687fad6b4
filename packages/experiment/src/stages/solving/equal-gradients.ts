/** Norms that are smaller than the largest by more than this count as if they were not: nothing is divided by 0, and no block outweighs all others. */
const SMALLEST = 1e-4;

/**
 * Weights of blocks with which the norms of their gradients are alike: in proportion to 1 / norm, with the sum that weights had, and as a moving average of rounds.
 *
 * @param before by block, above 0, @param norms of the gradients of blocks without weights, @param memory in [0, 1): share of what was before
 * @returns by block, above 0; what was before where all norms are 0 or one is not finite
 * @source S. Wang, Y. Teng and P. Perdikaris, Understanding and mitigating gradient flow pathologies in physics-informed neural networks, 2021, in the form of S. Wang et al., An expert's guide to training
 * physics-informed neural networks, 2023, where the sum is not kept
 */
export function equalGradients(before: Readonly<Record<string, number>>, norms: Readonly<Record<string, number>>, memory: number): Readonly<Record<string, number>> {
  const names = Object.keys(before);
  const largest = Math.max(...names.map((name) => norms[name]!));
  if (!(largest > 0 && Number.isFinite(largest))) return before;
  const inverse = names.map((name) => 1 / Math.max(norms[name]!, SMALLEST * largest));
  const [sum, all] = [inverse.reduce((a, b) => a + b), names.reduce((of, name) => of + before[name]!, 0)];
  return Object.fromEntries(names.map((name, k) => [name, memory * before[name]! + (1 - memory) * all * inverse[k]! / sum]));
}
