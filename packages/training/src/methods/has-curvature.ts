import { hessian } from '@knotwork/algebra';
import type { ObjectiveBlock } from '@knotwork/plugin/engine';

/** Whether normal equations can be made of a block: residuals always, a loss where a second derivative in what trains is not 0 everywhere. */
export function hasCurvature({ form, formula, reads }: ObjectiveBlock): boolean {
  if (form === 'residuals') return true;
  const variables = formula.inputs.filter((name) => !['input', 'target'].includes(reads[name]!.of));
  return hessian(formula, variables).some((row) => row.some((e) => e.op !== 'constant' || e.value !== 0));
}
