import { hessian } from '@knotwork/algebra';
import type { ObjectiveBlock } from '@knotwork/plugin';

/** Whether normal equations can be made of a block: residuals always, a loss where a second derivative in the outputs is not 0 everywhere. */
export function hasCurvature({ form, formula }: ObjectiveBlock): boolean {
  if (form === 'residuals') return true;
  const outputs = formula.inputs.filter((name) => name.startsWith('y'));
  return hessian(formula, outputs).some((row) => row.some((e) => e.op !== 'constant' || e.value !== 0));
}
