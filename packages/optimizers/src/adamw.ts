import { cite, defineOptimizer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { ADAM_SLOTS, adamDirection } from './adam-direction.js';
import { decayEnds, learningRate, scheduleShape } from './learning-rate.js';

/**
 * AdamW: Adam whose weight decay is a step of its own, not a part of the gradient (algorithm 2 of the source),
 *
 *     theta := theta - alpha (m^ / (sqrt(v^) + epsilon) + lambda theta)
 *
 * with m^ and v^ as in `adamDirection` and alpha as in `learningRate`. Every trained number of the network decays, base and basis weights and biases too; scalars of an objective do not.
 *
 * Departs from the source as other libraries do: lambda is multiplied by the learning rate, not only by its schedule.
 */
export const adamw = defineOptimizer({
  name: 'adamw',
  summary: 'Adam with decoupled weight decay: parameters that no gradient holds shrink towards zero',
  source: cite({ authors: ['I. Loshchilov', 'F. Hutter'], year: 2019, title: 'Decoupled Weight Decay Regularization', id: 'arXiv:1711.05101' }),
  options: z.strictObject({
    rate: z.number().positive().default(1e-3).describe('Learning rate alpha'),
    weightDecay: z.number().min(0).default(1e-2).describe('Share lambda of a parameter that is taken off in each step, times the learning rate'),
    beta1: z.number().min(0).lt(1).default(0.9).describe('Memory of the mean of the gradient'),
    beta2: z.number().min(0).lt(1).default(0.999).describe('Memory of the mean of its square'),
    epsilon: z.number().positive().default(1e-8).describe('Added to the root of the mean square'),
    ...scheduleShape,
  }).refine(...decayEnds),
  method: 'update',
  slots: ADAM_SLOTS,
  update({ parameter, gradient, step, steps, decays, slots }, options) {
    const { direction, slots: next } = adamDirection(gradient, slots, options);
    const alpha = learningRate(options, step, steps);
    return { parameter: parameter.sub(alpha.mul(direction.add(parameter.mul(decays).mul(options.weightDecay)))), slots: next };
  },
});
