import { cite, defineOptimizer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { ADAM_SLOTS, adamDirection } from './adam-direction.js';
import { decayEnds, learningRate, scheduleShape } from './learning-rate.js';

/**
 * Adam: steps of bounded size along a running mean of the gradient (algorithm 1 of the source),
 *
 *     theta := theta - alpha m^ / (sqrt(v^) + epsilon)
 *
 * with m^ and v^ as in `adamDirection` and alpha as in `learningRate`.
 */
export const adam = defineOptimizer({
  name: 'adam',
  summary: 'First order with adaptive steps per parameter: many cheap steps, any loss, any batch',
  source: cite({ authors: ['D. P. Kingma', 'J. Ba'], year: 2015, title: 'Adam: A Method for Stochastic Optimization', id: 'arXiv:1412.6980' }),
  options: z.strictObject({
    rate: z.number().positive().default(1e-3).describe('Learning rate alpha'),
    beta1: z.number().min(0).lt(1).default(0.9).describe('Memory of the mean of the gradient'),
    beta2: z.number().min(0).lt(1).default(0.999).describe('Memory of the mean of its square'),
    epsilon: z.number().positive().default(1e-8).describe('Added to the root of the mean square'),
    ...scheduleShape,
  }).refine(...decayEnds),
  method: 'update',
  slots: ADAM_SLOTS,
  update({ parameter, gradient, step, steps, slots }, options) {
    const { direction, slots: next } = adamDirection(gradient, slots, options);
    return { parameter: parameter.sub(learningRate(options, step, steps).mul(direction)), slots: next };
  },
});
