import { cite, defineOptimizer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * The self-scaled Broyden method: steps along -H g, where H, an inverse Hessian, is a whole matrix; their lengths satisfy the strong Wolfe conditions with the constants
 * 1e-4 and 0.9. A step s over which the gradient changes by y makes of H
 *
 *     (H - Hy y'H / y'Hy + phi v v') / tau + s s' / s'y      v = sqrt(y'Hy) (s / s'y - Hy / y'Hy)
 *
 * with phi and tau as the source chooses them for what it calls SSBroyden2, after Al-Baali, by b = s'H^-1 s / s'y and h = y'Hy / s'y. With a = b h - 1:
 *
 *     rho- = min(1, h (1 - sqrt(a / (1 + a))))      theta = max((rho- - 1) / a, min(1 / rho-, (1 - b) / b))      sigma = 1 + a theta      phi = (1 - theta) / sigma
 *     tau = min(min(1, 1/b) sigma^(-1/(n-1)), sigma) where theta <= 0      tau = min(1, 1/b) min(sigma^(-1/(n-1)), 1 / theta) elsewhere
 *
 * Departs from the source: before its first update H is s'y / y'y times the identity, and tau is 1 in this update; a step without safely positive curvature is left out; the first
 * step is min(1, 1 / |g|) times the gradient g.
 *
 * Memory 4 n^2 bytes for n unknowns, of which a step goes through all three times.
 */
export const ssbroyden = defineOptimizer({
  name: 'ssbroyden',
  summary: 'Quasi-Newton with a whole matrix that scales itself: for small networks and losses that l-bfgs does not bring down, such as those of differential equations',
  source: cite({
    authors: ['J. F. Urbán', 'P. Stefanou', 'J. A. Pons'], year: 2024,
    title: 'Unveiling the optimization process of physics informed neural networks: how accurate and competitive can PINNs be?', id: 'doi:10.1016/j.jcp.2024.113656',
  }),
  options: z.strictObject({
    update: z.enum(['broyden', 'bfgs']).default('broyden').describe("What a step makes of the matrix: the member of Broyden's class that suits its curvature, or BFGS"),
    scaling: z.enum(['none', 'self', 'first']).default('self').describe('Whether the matrix is scaled: never, in every step, or before the first update only'),
    tries: z.int().min(1).default(20).describe('Evaluations in one line search before the matrix is dropped, and training ends when there is none'),
    tolerance: z.number().min(0).default(1e-5).describe('Relative decrease of the objective below which a step counts as idle'),
    patience: z.int().min(1).default(10).describe('Idle steps in a row after which training ends'),
  }),
  method: 'quasi-newton',
  search: ({ update, scaling, ...limits }) => ({ memory: { update, scaling }, decrease: 1e-4, curvature: 0.9, ...limits }),
});
