import { cite, defineRegularizer, where } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** What is below is zero: far under any size that matters, far above the least number. */
const TINY = 1e-30;

/**
 * The entropy of how the edges of a layer share its size: small where few edges do all.
 *
 *     strength * sum over layers of  - sum_e p_e log p_e,   p_e = s_e / S,   S = sum_e s_e
 *                                  = log S - T / S,         T = sum_e s_e log s_e
 *
 * s_e is the root mean square of an edge function over the training rows, where the founding paper takes mean |phi| (equation 2.19); see
 * `activation-l1`. It says nothing about sizes themselves: a layer has the same entropy when all of it is halved. From 0 for a single edge to
 * log(edges); 0 where all edges are zero.
 */
export const entropy = defineRegularizer({
  name: 'entropy',
  summary: 'Entropy of the sizes of a layer\'s edges; few edges do all',
  source: cite({ authors: ['Z. Liu', 'et al.'], year: 2024, title: 'KAN: Kolmogorov-Arnold Networks, equation 2.19', id: 'arXiv:2404.19756' }),
  options: z.strictObject({ strength: z.number().min(0).default(1e-3).describe('Factor of the penalty') }),
  statistic: 'rms',
  scope: 'layer',
  sums: (s) => ({ S: s, T: s.mul(s.maximum(TINY).log()) }),
  penalty: ({ S, T }, { strength }) => where(S!.greater(TINY), S!.maximum(TINY).log().sub(T!.div(S!.maximum(TINY))), 0).mul(strength),
});
