import { cite, defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** x / (1 + e^-x), the base function of the founding paper of KANs. */
export const silu = defineFunction({
  name: 'silu',
  summary: 'Sigmoid-weighted linear unit x / (1 + e^-x): 0 on the far left, x on the far right',
  source: cite({
    authors: ['S. Elfwing', 'E. Uchibe', 'K. Doya'], year: 2018,
    title: 'Sigmoid-weighted linear units for neural network function approximation in reinforcement learning', id: 'arXiv:1702.03118',
  }),
  options: z.strictObject({}),
  claims: () => ({ complexity: 4, expression: 'x / (1 + exp(-x))' }),
  apply: (x) => x.mul(x.sigmoid()),
});
