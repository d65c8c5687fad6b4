import { constant, type Expr } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Options of first-order optimizers: how the learning rate changes over the steps of a stage. */
export const scheduleShape = {
  decay: z.enum(['none', 'cosine', 'linear', 'exponential', 'step']).default('none').describe('How the learning rate falls over the steps of the stage'),
  finalRate: z.number().min(0).max(1).default(0).describe('Share of the learning rate that cosine, linear and exponential decay end at; above 0 for exponential'),
  dropEvery: z.int().min(1).default(1000).describe('Steps between two drops of decay: step'),
  dropFactor: z.number().positive().max(1).default(0.1).describe('Share of the learning rate that is left after each drop'),
  warmup: z.int().min(0).default(0).describe('Steps over which the rate rises to the full one, before it falls'),
};

/** What options with a schedule must satisfy besides their ranges: for zod's `refine`. */
export const decayEnds: readonly [(options: Pick<LearningRate, 'decay' | 'finalRate'>) => boolean, { path: string[]; error: string }] = [
  ({ decay, finalRate }) => decay !== 'exponential' || finalRate > 0,
  { path: ['finalRate'], error: 'must be above 0 with decay: exponential, which never comes to 0. Use finalRate: 0.01, or decay: cosine' },
];

/** A learning rate with its schedule. */
export interface LearningRate {
  readonly rate: number;
  readonly decay: 'none' | 'cosine' | 'linear' | 'exponential' | 'step';
  readonly finalRate: number;
  readonly dropEvery: number;
  readonly dropFactor: number;
  readonly warmup: number;
}

/**
 * The learning rate of a step, as a formula of its number. With p = (step - 1 - warmup) / (steps - warmup), the share of the decay that
 * is over, and F = `finalRate`, it is `rate` times
 *
 *     none         1
 *     cosine       F + (1 - F) (1 + cos(pi p)) / 2
 *     linear       1 - (1 - F) p
 *     exponential  F^p
 *     step         dropFactor^floor((step - 1 - warmup) / dropEvery)
 *
 * and in the first `warmup` steps times step / (warmup + 1). Step `warmup` + 1 has the full rate; F itself would come after the last step.
 *
 * @param step number of the step, from 1, @param steps of the stage
 */
export function learningRate(options: LearningRate, step: Expr, steps: Expr): Expr {
  const { rate, warmup } = options;
  const share = decayShare(options, step, steps).mul(rate);
  return warmup === 0 ? share : share.mul(step.div(warmup + 1).minimum(1));
}

function decayShare({ decay, finalRate, dropEvery, dropFactor, warmup }: LearningRate, step: Expr, steps: Expr): Expr {
  const since = warmup === 0 ? step.sub(1) : step.sub(1 + warmup).maximum(0);
  // A warmup that outlasts the stage leaves nothing to decay.
  const progress = since.div(warmup === 0 ? steps : steps.sub(warmup).maximum(1));
  switch (decay) {
    case 'none': return constant(1);
    case 'cosine': return progress.mul(Math.PI).cos().add(1).mul(0.5).mul(1 - finalRate).add(finalRate);
    case 'linear': return constant(1).sub(progress.mul(1 - finalRate));
    case 'exponential': return progress.mul(Math.log(finalRate)).exp();
    // Half a step on: where the reciprocal of a whole number was rounded down, its multiples must not fall short of one.
    case 'step': return since.add(0.5).div(dropEvery).floor().mul(Math.log(dropFactor)).exp();
  }
}
