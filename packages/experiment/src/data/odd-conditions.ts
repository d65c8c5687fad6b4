import { exprOfSteps, input } from '@knotwork/algebra';
import type { Data } from '@knotwork/plugin';

/** Why what outputs hold by construction cannot be; undefined where it can. It is in the user's units, and networks hold it in their own: these must be alike. */
export function oddConditions({ outputs, inputs, equations, standardizeInputs }: Data): string | undefined {
  for (const { name, conditions } of outputs) {
    if (conditions === undefined) continue;
    if (equations === undefined || standardizeInputs !== false) return 'outputs have conditions, which go with equations and with inputs that are not standardized';
    try { for (const steps of [conditions.base, conditions.factor]) exprOfSteps(steps, inputs.map((one) => input(one.name))); } catch (error) {
      return `the conditions of ${name} are no formula of its inputs: ${(error as Error).message}`;
    }
  }
  return undefined;
}
