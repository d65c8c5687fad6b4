import { cite, defineRegularizer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * Roughness: the penalty of smoothing splines on every edge.
 *
 *     strength * sum over edges of the integral over the domain of (d^m/dt^m sum_i c_i B_i)^2 dt
 *
 * t runs from 0 to 1 over the domain, so that stretching a hidden node does not lower it. The base function is not part of it.
 * Where the penalty `smoothing` looks at neighbouring coefficients and fades as the grid gets finer, this one stays the same
 * for the same curve.
 */
export const roughness = defineRegularizer({
  name: 'roughness',
  summary: 'Integral of the squared m-th derivative of every edge; keeps curves smooth whatever the grid',
  source: cite({ authors: ['G. Wahba'], year: 1990, title: 'Spline Models for Observational Data, section 1.2', id: 'doi:10.1137/1.9781611970128' }),
  options: z.strictObject({
    strength: z.number().min(0).default(1e-6).describe('Factor of the penalty'),
    derivative: z.int().min(1).default(2).describe('Order m of the derivative; at most what the basis has, the degree of a spline'),
  }),
  statistic: 'roughness',
  scope: 'edge',
  derivative: ({ derivative }) => derivative,
  sums: (statistic) => ({ total: statistic }),
  penalty: ({ total }, { strength }) => total!.mul(strength),
});
