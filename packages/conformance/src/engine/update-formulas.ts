import { constant, type Expr, formula, input } from '@knotwork/algebra';
import type { UpdateFormula } from '@knotwork/plugin/engine';

const [parameter, gradient, step, steps, decays] = ['parameter', 'gradient', 'step', 'steps', 'decays'].map(input) as [Expr, Expr, Expr, Expr, Expr];

/** An update of these outputs; its slots are all but the parameter. */
function updateOf(outputs: Readonly<Record<string, Expr>> & { readonly parameter: Expr }): UpdateFormula {
  const slots = Object.keys(outputs).filter((name) => name !== 'parameter');
  return { slots, formula: formula(['parameter', 'gradient', 'step', 'steps', 'decays', ...slots], outputs) };
}

/** Gradient descent with momentum 0.9 and rate 0.05. */
export function momentum(): UpdateFormula {
  const v = input('v').mul(0.9).sub(gradient.mul(0.05));
  return updateOf({ parameter: parameter.add(v), v });
}

/** Two slots, a rate that falls with the step, and a division: everything that update formulas are made of. */
export function scheduled(): UpdateFormula { return updateOf(scheduledOutputs()); }

/** The same with a decay of weights. */
export function decaying(): UpdateFormula {
  const { parameter: moved, ...slots } = scheduledOutputs();
  return updateOf({ parameter: moved.sub(decays.mul(parameter).mul(0.03)), ...slots });
}

function scheduledOutputs(): { parameter: Expr; m: Expr; s: Expr } {
  const m = input('m').mul(0.8).add(gradient.mul(0.2));
  const s = input('s').mul(0.9).add(gradient.square().mul(0.1));
  const rate = steps.sub(step).div(steps).mul(0.01);
  return { parameter: parameter.sub(rate.mul(m).div(s.sqrt().add(1e-3))), m, s };
}

/** Takes every unknown far below zero. */
export const falling: UpdateFormula = updateOf({ parameter: parameter.sub(100) });

/** Step after which every unknown is no number. */
export const LAST_GOOD = 4;

/** Makes numbers of no unknown with the step after the last good one: the value after it is not finite, whatever the network. */
export const breaking: UpdateFormula = updateOf({ parameter: parameter.add(constant(LAST_GOOD + 0.5).sub(step).sqrt().mul(1e-3)), v: input('v').add(gradient) });
