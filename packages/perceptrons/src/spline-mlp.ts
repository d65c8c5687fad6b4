import { cite, defineLayer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * A layer of a perceptron whose activations are trained splines, one per input: y_j = sum_i w_ij f_i(x_i) + b_j. Between `mlp`, whose
 * activations are fixed, and `kan`, which has a function on every edge: it tells what the trained curves are worth without the edges.
 *
 * The spline comes before the linear map. For one after it, let the first layer be `mlp` with the activation `identity`.
 */
export const splineMlp = defineLayer({
  name: 'spline-mlp',
  summary: 'Weights on the edges and one trained spline per input: a perceptron with learned activations',
  source: cite({ authors: ['R. Yu', 'W. Yu', 'X. Wang'], year: 2024, title: 'KAN or MLP: A Fairer Comparison', id: 'arXiv:2407.16674' }),
  options: z.strictObject({
    degree: z.int().min(1).max(5).default(3).describe('Degree of the splines'),
    intervals: z.int().min(1).max(200).default(5).describe('Number of their grid intervals'),
  }),
  terms: (options, { inputMap, outside }) => [{ basis: { kind: 'shared-spline', ...options }, edge: { kind: 'plain' }, inputMap, outside }],
});
