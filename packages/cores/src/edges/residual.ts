import { cite, defineEdge, inFull, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** The edge of the founding paper: phi(x) = w_b b(x) + w_s sum_i c_i B_i(x); section 2.2, residual activation functions. */
export const residual = defineEdge({
  name: 'residual',
  summary: 'Base function and basis sum, each with a trainable weight',
  source: cite({ authors: ['Z. Liu', 'et al.'], year: 2024, title: 'KAN: Kolmogorov-Arnold Networks', id: 'arXiv:2404.19756' }),
  options: z.strictObject({
    base: use('function', { words: ['none'] }).default({ kind: 'silu' }).describe('Base function b, or none'),
  }),
  compose({ base }) {
    const named = inFull(base);
    return { base: named.kind === 'none' ? null : named, basisWeight: true };
  },
});
