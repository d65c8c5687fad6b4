import { cite, defineLayer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * The layer of the founding paper: y_j = sum_i phi_ij(x_i), section 2.2; one basis on every edge. With nodes that take the mean of
 * their edges instead of the sum, activations keep their size however many inputs there are.
 */
export const kan = defineLayer({
  name: 'kan',
  summary: 'Sums of one-variable functions, one trainable function on every edge',
  source: cite({ authors: ['Z. Liu', 'et al.'], year: 2024, title: 'KAN: Kolmogorov-Arnold Networks', id: 'arXiv:2404.19756' }),
  options: z.strictObject({
    node: z.enum(['sum', 'mean']).default('sum').describe('What a node makes of its edges'),
  }),
  terms: (_options, parts) => [parts],
  nodes: ({ node }, { inputs, outputs }) => [{ count: outputs, arity: 1, ...(node === 'mean' && { formula: ([sum]) => sum!.div(inputs) }) }],
});
