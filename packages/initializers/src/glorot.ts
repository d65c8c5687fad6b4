import { cite, defineInitializer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { normalValues } from './normal-values.js';

/**
 * Spreads that keep the size of activations and of gradients from layer to layer, for any basis, from the moments of its features
 * over the domain. With T = size, v_k = mean of B_k^2 and s_k = mean of B_k'^2:
 *
 *     per basis      sigma^2   = gain^2 2 / (inputs sum_k v_k + sums sum_k s_k)
 *     per feature    sigma_k^2 = gain^2 2 / (T (inputs v_k + sums s_k))
 *
 * and for the base function the same with its own moments. An edge of both shares the variance between them. A feature that is
 * constant, with s_k = 0, is no trouble; one that is zero everywhere gets no spread.
 *
 * Departs from the source where an edge has a base function: the source gives each part the whole variance.
 */
export const glorot = defineInitializer({
  name: 'glorot',
  summary: 'Random coefficients that keep activations and gradients of the same size from layer to layer, whatever the basis',
  source: cite({
    authors: ['S. Rigas', 'D. Verma', 'G. Alexandridis', 'Y. Wang'], year: 2025,
    title: 'Initialization Schemes for Kolmogorov-Arnold Networks: An Empirical Study', id: 'arXiv:2509.03417',
  }),
  options: z.strictObject({
    gain: z.number().positive().default(1).describe('Factor of all spreads'),
    per: z.enum(['basis', 'feature']).default('basis').describe('One spread for all coefficients of an edge, or one for each by the moments of its feature'),
  }),
  initialize(shape, stream, { gain, per }) {
    const { inputs, sums, size } = shape;
    const { value, slope, base } = shape.moments();
    const share = base === null ? 1 : 0.5;
    const spread = (v: number, s: number): number => {
      const sum = inputs * v + sums * s;
      return sum > 0 ? gain * Math.sqrt((2 * share) / sum) : 0;
    };
    const all = spread(total(value), total(slope));
    return normalValues(shape, stream, {
      coefficient: per === 'basis' ? () => all : (k) => spread(size * value[k]!, size * slope[k]!),
      baseWeight: base === null ? 0 : spread(base.value, base.slope),
    });
  },
});

const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
