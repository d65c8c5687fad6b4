import { cite, constant, defineOptimizer, type Expr, z } from '@knotwork/plugin';

/**
 * Adam: steps of bounded size along a running mean of the gradient.
 *
 *     m := beta1 m + (1 - beta1) g              v := beta2 v + (1 - beta2) g^2
 *     theta := theta - alpha m^ / (sqrt(v^) + epsilon),    m^ = m / (1 - beta1^t),    v^ = v / (1 - beta2^t)
 *
 * (algorithm 1 of the source), t the number of updates of theta since its memory m, v began from zero: the step, from 1, unless a grid moved
 * and edges were re-expressed; counting on from the step would then blow the first updates up. `decay: cosine` lets alpha fall from `rate` towards `finalRate * rate` like a
 * half cosine over the steps of the stage.
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
    decay: z.enum(['none', 'cosine']).default('none').describe('How the learning rate falls over the steps of the stage'),
    finalRate: z.number().min(0).max(1).default(0).describe('Share of the learning rate that a decay ends at'),
  }),
  method: 'update',
  slots: ['m', 'v', 't'],
  update({ parameter, gradient, step, steps, slots }, { rate, beta1, beta2, epsilon, decay, finalRate }) {
    const m = slots['m']!.mul(beta1).add(gradient.mul(1 - beta1));
    const v = slots['v']!.mul(beta2).add(gradient.square().mul(1 - beta2));
    const t = slots['t']!.add(1);
    // Step 1 has the full rate; step - 1 over steps is 0 there, and never 0/0.
    const wave = step.sub(1).div(steps).mul(Math.PI).cos().add(1).mul(0.5);
    const alpha = decay === 'cosine' ? wave.mul(1 - finalRate).add(finalRate).mul(rate) : constant(rate);
    const direction = m.div(bias(beta1, t)).div(v.div(bias(beta2, t)).sqrt().add(epsilon));
    return { parameter: parameter.sub(alpha.mul(direction)), slots: { m, v, t } };
  },
});

/** 1 - beta^t, the power by exp and log because the exponent is not known when the formula is made. */
function bias(beta: number, t: Expr): Expr {
  return beta === 0 ? constant(1) : constant(1).sub(t.mul(Math.log(beta)).exp());
}
