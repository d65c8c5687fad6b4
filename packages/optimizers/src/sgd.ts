import { cite, defineOptimizer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { decayEnds, learningRate, scheduleShape } from './learning-rate.js';

/**
 * Gradient descent, stochastic over mini-batches, with momentum mu if wanted:
 *
 *     v := mu v + g        theta := theta - alpha v            classical
 *                          theta := theta - alpha (g + mu v)   Nesterov
 *
 * with alpha as in `learningRate`. The velocity is that of the source divided by -alpha, so that a schedule acts on the whole step at once.
 */
export const sgd = defineOptimizer({
  name: 'sgd',
  summary: 'Gradient descent with optional momentum: one rate for all parameters',
  source: cite({
    authors: ['I. Sutskever', 'J. Martens', 'G. Dahl', 'G. Hinton'], year: 2013, title: 'On the importance of initialization and momentum in deep learning', id: 'PMLR 28(3):1139-1147',
  }),
  options: z.strictObject({
    rate: z.number().positive().default(1e-2).describe('Learning rate alpha'),
    momentum: z.number().min(0).lt(1).default(0).describe('Share mu of the velocity that is kept'),
    nesterov: z.boolean().default(false).describe('Whether the step looks ahead along the velocity; makes no difference without momentum'),
    ...scheduleShape,
  }).refine(...decayEnds),
  method: 'update',
  slots: ['v'],
  update({ parameter, gradient, step, steps, slots }, { momentum, nesterov, ...rate }) {
    const v = slots['v']!.mul(momentum).add(gradient);
    const direction = nesterov ? gradient.add(v.mul(momentum)) : v;
    return { parameter: parameter.sub(learningRate(rate, step, steps).mul(direction)), slots: { v } };
  },
});
