import { cite, defineOptimizer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * L-BFGS: steps along -H g, where H, an inverse Hessian, is made of the last `memory` steps and changes of the gradient; their lengths
 * satisfy the strong Wolfe conditions with the constants 1e-4 and 0.9.
 *
 * Departs from the source: it wants |f'| to fall (strong Wolfe), not only f' to rise, as usual since; a pair without safely positive
 * curvature is left out; the first step is min(1, 1 / |g|) times the gradient g.
 */
export const lBfgs = defineOptimizer({
  name: 'l-bfgs',
  summary: 'Quasi-Newton with line searches: cheap steps that learn curvature; for full batches of any size and networks too large for levenberg-marquardt',
  source: cite({
    authors: ['D. C. Liu', 'J. Nocedal'], year: 1989, title: 'On the limited memory BFGS method for large scale optimization', id: 'doi:10.1007/BF01589116',
  }),
  options: z.strictObject({
    memory: z.int().min(1).max(100).default(10).describe('Steps and changes of the gradient that are remembered'),
    tries: z.int().min(1).default(20).describe('Evaluations in one line search before what is remembered is dropped, and training ends when there is nothing'),
    tolerance: z.number().min(0).default(1e-5).describe('Relative decrease of the objective below which a step counts as idle'),
    patience: z.int().min(1).default(10).describe('Idle steps in a row after which training ends'),
  }),
  method: 'quasi-newton',
  search: (limits) => ({ decrease: 1e-4, curvature: 0.9, ...limits }),
});
