import type { ArrayFormulas } from '../code/formula-shape.js';
import type { UpdatePlan } from './update-plan.js';

/** What is left for every number of an update, as formulas over arrays: the parameter, its gradient, then slots. What is written goes by the number of its array. */
export function updateArrays({ slots, outputs, cuts }: UpdatePlan): ArrayFormulas {
  const arrays = ['parameter', 'gradient', ...slots];
  return { arrays, uniform: Array.from({ length: cuts }, (_, k) => `cut.${k}`), outputs: outputs.map(({ name, expr }) => ({ to: String(arrays.indexOf(name)), expr })) };
}
