import { cite, defineRegularizer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * Leaves few edges: a penalty of an edge's share of the output that rises steeply from zero and then hardly at all.
 *
 *     1/2 strength * sum over edges of log(1 + s^2 / floor^2)
 *
 * s is the share of the outputs' spread that flows through the edge. Shares have no units: shrinking a hidden node while steepening the edges that
 * leave it gains nothing. Within a round the penalty is a sum of squares with weights strength / (s^2 + floor^2), so that rounds are iteratively
 * reweighted least squares. Measured on exp(sin(pi x1) + x2^2), which a network [2,5,1] learns: a floor of 0.03 is too blunt, one of 0.1 useless.
 */
export const sparsity = defineRegularizer({
  name: 'sparsity',
  summary: 'Logarithm of an edge\'s share of the output; few edges are left, and those are hardly held back',
  source: cite({ authors: ['E. J. Candes', 'M. B. Wakin', 'S. P. Boyd'], year: 2008, title: 'Enhancing Sparsity by Reweighted l1 Minimization', id: 'doi:10.1007/s00041-008-9045-x' }),
  options: z.strictObject({
    strength: z.number().min(0).default(1.3e-3).describe('Factor of the penalty'),
    floor: z.number().positive().default(0.015).describe('Share of the output below which an edge is next to nothing'),
  }),
  statistic: 'outputShare',
  scope: 'edge',
  sums: (share, { floor }) => ({ total: share.div(floor).square().add(1).log() }),
  penalty: ({ total }, { strength }) => total!.mul(0.5 * strength),
});
