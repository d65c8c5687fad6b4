import { formula, input } from '@knotwork/algebra';
import type { UpdateFormula } from '@knotwork/plugin';

/** Gradient descent with momentum 0.9 and rate 0.05. */
export function momentum(): UpdateFormula {
  const v = input('v').mul(0.9).sub(input('gradient').mul(0.05));
  return { slots: ['v'], formula: formula(['parameter', 'gradient', 'step', 'steps', 'v'], { parameter: input('parameter').add(v), v }) };
}

/** Two slots, a rate that falls with the step, and a division: everything that update formulas are made of. */
export function scheduled(): UpdateFormula {
  const m = input('m').mul(0.8).add(input('gradient').mul(0.2));
  const s = input('s').mul(0.9).add(input('gradient').square().mul(0.1));
  const rate = input('steps').sub(input('step')).div(input('steps')).mul(0.01);
  return {
    slots: ['m', 's'],
    formula: formula(['parameter', 'gradient', 'step', 'steps', 'm', 's'], { parameter: input('parameter').sub(rate.mul(m).div(s.sqrt().add(1e-3))), m, s }),
  };
}
