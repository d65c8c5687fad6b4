import { cite, defineRegularizer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * The sum of the sizes of all edge functions, which lets edges that do little fade away.
 *
 *     strength * sum over edges of sqrt(mean over the training rows of phi(x)^2)
 *
 * The founding paper takes mean |phi| (equation 2.17) for the size. A root mean square is as large for a constant and a little larger for what varies (by
 * the factor 1.11 for a sine); it is smooth wherever an edge is not zero, so that every optimizer can follow it. `mean-abs` is the paper's.
 */
export const activationL1 = defineRegularizer({
  name: 'activation-l1',
  summary: 'Sum of the root mean squares of all edge functions; weak edges fade',
  source: cite({ authors: ['Z. Liu', 'et al.'], year: 2024, title: 'KAN: Kolmogorov-Arnold Networks, equations 2.17 and 2.18', id: 'arXiv:2404.19756' }),
  options: z.strictObject({ strength: z.number().min(0).default(1e-3).describe('Factor of the penalty') }),
  statistic: 'rms',
  scope: 'edge',
  sums: (statistic) => ({ total: statistic }),
  penalty: ({ total }, { strength }) => total!.mul(strength),
});
