import { constant, type Expr } from '@knotwork/plugin';

/** Names of what Adam remembers of a parameter: running means of the gradient and of its square, and the number of updates. */
export const ADAM_SLOTS = ['m', 'v', 't'] as const;

/**
 * Where Adam steps, in units of the learning rate, and what it remembers afterwards:
 *
 *     m := beta1 m + (1 - beta1) g              v := beta2 v + (1 - beta2) g^2
 *     direction = m^ / (sqrt(v^) + epsilon),    m^ = m / (1 - beta1^t),    v^ = v / (1 - beta2^t)
 *
 * t is the number of updates since m, v began from zero: the step, from 1, unless a grid moved and edges were re-expressed; counting on
 * from the step would then blow the first updates up.
 */
export function adamDirection(
  gradient: Expr, slots: Readonly<Record<string, Expr>>, { beta1, beta2, epsilon }: { readonly beta1: number; readonly beta2: number; readonly epsilon: number },
): { readonly direction: Expr; readonly slots: Readonly<Record<(typeof ADAM_SLOTS)[number], Expr>> } {
  const m = slots['m']!.mul(beta1).add(gradient.mul(1 - beta1));
  const v = slots['v']!.mul(beta2).add(gradient.square().mul(1 - beta2));
  const t = slots['t']!.add(1);
  return { direction: m.div(bias(beta1, t)).div(v.div(bias(beta2, t)).sqrt().add(epsilon)), slots: { m, v, t } };
}

/** 1 - beta^t, the power by exp and log because the exponent is not known when the formula is made. */
function bias(beta: number, t: Expr): Expr {
  return beta === 0 ? constant(1) : constant(1).sub(t.mul(Math.log(beta)).exp());
}
