import { cite, defineOptimizer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Below, damping changes nothing any more; above, a step does not. */
const LEAST = 1e-16;
const GREATEST = 1e16;
/** An accepted step shrinks mu to no less than this share, a rejected one raises it at most so many times. */
const SHRINK = 0.2;
const RAISE = 64;

/**
 * Levenberg-Marquardt: Gauss-Newton steps (H + mu D) s = -g, damped more after a failure and less after a success.
 *
 * With the gain rho = actual / predicted reduction of the objective (Nielsen's rule):
 *
 *     accepted:  mu := mu max(0.2, 1 - (2 rho - 1)^3)
 *     rejected:  mu := 2 mu, then 4 mu, 8 mu, ... while tries fail in a row
 *
 * Departs from the source: shrinks to 1/5 at most instead of 1/3, and the factor stops doubling at 64.
 */
export const levenbergMarquardt = defineOptimizer({
  name: 'levenberg-marquardt',
  summary: 'Damped Gauss-Newton on normal equations: few, expensive steps; for up to some 2,000 unknowns and full batches',
  source: cite({
    authors: ['H. B. Nielsen'], year: 1999, title: "Damping parameter in Marquardt's method", id: 'IMM-REP-1999-05, Technical University of Denmark',
  }),
  options: z.strictObject({
    damping: z.enum(['marquardt', 'identity']).default('marquardt').describe('D: the diagonal of H (marquardt), or the mean of that diagonal times the identity'),
    start: z.number().positive().default(1e-2).describe('mu of a fresh start'),
    restart: z.number().positive().default(1e-3).describe('mu of a stage that continues from an earlier one'),
    tolerance: z.number().min(0).default(1e-4).describe('Relative decrease of the objective below which a step counts as idle'),
    patience: z.int().min(1).default(5).describe('Idle steps in a row after which training ends'),
    tries: z.int().min(1).default(12).describe('Dampings tried for one step before training ends'),
  }),
  method: 'normal-equations',
  damping: ({ damping, ...limits }) => ({
    shape: damping,
    ...limits,
    accepted(mu, gain) {
      const factor = 1 - (2 * gain - 1) ** 3;
      // Written so that a gain of 0/0, where nothing is left to reduce, shrinks too.
      return clip(mu * (factor > SHRINK ? factor : SHRINK));
    },
    rejected: (mu, failures) => clip(mu * Math.min(2 ** failures, RAISE)),
  }),
});

function clip(mu: number): number {
  return Math.min(Math.max(mu, LEAST), GREATEST);
}
