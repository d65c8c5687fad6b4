import { cite, defineRegularizer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * The founding paper's L1 norm of all edge functions, as it stands there.
 *
 *     strength * sum over edges of mean over the training rows of |phi(x)|
 *
 * It has a kink wherever an edge function crosses zero at a row: for first-order optimizers only. `activation-l1` is its smooth sibling.
 */
export const meanAbs = defineRegularizer({
  name: 'mean-abs',
  summary: 'Sum of the mean absolute values of all edge functions; for first-order optimizers',
  source: cite({ authors: ['Z. Liu', 'et al.'], year: 2024, title: 'KAN: Kolmogorov-Arnold Networks, equations 2.17 and 2.18', id: 'arXiv:2404.19756' }),
  options: z.strictObject({ strength: z.number().min(0).default(1e-3).describe('Factor of the penalty') }),
  statistic: 'meanAbs',
  scope: 'edge',
  sums: (statistic) => ({ total: statistic }),
  penalty: ({ total }, { strength }) => total!.mul(strength),
});
