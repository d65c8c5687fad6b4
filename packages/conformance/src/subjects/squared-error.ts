import { formula, input } from '@knotwork/algebra';
import type { Objective, ObjectiveBlock, Read } from '@knotwork/plugin/engine';

/** Name of the block of {@link squaredError}, and of its points. */
export const DATA = 'data';

/** Reads of a formula of outputs `y0`, `y1`, ... and as many targets `t0`, `t1`, ... */
export function outputsAndTargets(outputs: number): Readonly<Record<string, Read>> {
  const range = Array.from({ length: outputs }, (_, q) => q);
  return Object.fromEntries([
    ...range.map((index): [string, Read] => [`y${index}`, { of: 'output', index }]), ...range.map((index): [string, Read] => [`t${index}`, { of: 'target', index }]),
  ]);
}

/** One block over one set of points, both called `data`. */
export function oneBlock(block: Pick<ObjectiveBlock, 'form' | 'formula' | 'reads'> & Partial<ObjectiveBlock>): Objective {
  return { blocks: [{ name: DATA, points: DATA, weight: 1, ...block }] };
}

/** Half the mean squared error of all outputs. */
export function squaredError(outputs: number): Objective {
  const reads = outputsAndTargets(outputs);
  const residuals = Array.from({ length: outputs }, (_, q) => [`r${q}`, input(`y${q}`).sub(input(`t${q}`))] as const);
  return oneBlock({ form: 'residuals', formula: formula(Object.keys(reads), Object.fromEntries(residuals)), reads });
}
