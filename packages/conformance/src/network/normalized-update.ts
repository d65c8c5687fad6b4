import { formula, input } from '@knotwork/algebra';
import type { UpdateFormula } from '@knotwork/plugin/engine';

/** Steps of about the same size for every number, whatever the size of its gradient: trains what plain gradient descent would blow up. */
export function normalized(rate: number): UpdateFormula {
  const [gradient, count] = [input('gradient'), input('count').add(1)];
  const mean = input('mean').mul(0.9).add(gradient.mul(0.1));
  const square = input('square').mul(0.99).add(gradient.square().mul(0.01));
  const unbiased = (value: typeof mean, memory: number): typeof mean => value.div(count.mul(Math.log(memory)).exp().neg().add(1));
  const parameter = input('parameter').sub(unbiased(mean, 0.9).div(unbiased(square, 0.99).sqrt().add(1e-8)).mul(rate));
  return { slots: ['mean', 'square', 'count'], formula: formula(['parameter', 'gradient', 'step', 'steps', 'decays', 'mean', 'square', 'count'], { parameter, mean, square, count }) };
}
