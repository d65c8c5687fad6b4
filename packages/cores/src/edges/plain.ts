import { cite, defineEdge } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** The bare basis sum phi(x) = sum_i c_i B_i(x): the edge of the founding paper, section 2.2, without its weights and base function. */
export const plain = defineEdge({
  name: 'plain',
  summary: 'The basis sum alone, without base function and weights',
  source: cite({ authors: ['Z. Liu', 'et al.'], year: 2024, title: 'KAN: Kolmogorov-Arnold Networks', id: 'arXiv:2404.19756' }),
  options: z.strictObject({}),
  compose: () => ({ base: null, basisWeight: false }),
});
