import type { FrozenPenalty, Value } from '@knotwork/plugin';
import { addPenaltyHessian, type NormalEquations, type ProgramLayout } from '@knotwork/engine-core';
import type { Evaluation } from './evaluation.js';
import { forEachJacobianRow } from './jacobian.js';
import type { ReferenceData } from './reference-data.js';

/** Accumulates the normal equations from sparse rows: cost samples * (non-zeros)^2 / 2, whatever the number of intervals. */
export function accumulateNormal(
  evaluation: Evaluation, layout: ProgramLayout, parameters: Float64Array, data: ReferenceData, penalty: FrozenPenalty | undefined, value: Value, gradient: Float64Array,
): NormalEquations {
  const p = layout.unknowns;
  const hessian = new Float64Array(p * p);
  const { factor } = evaluation.blockOf(data);
  forEachJacobianRow('normal equations', evaluation, layout, parameters, data, ({ length, columns, values }) => {
    for (let b = 0; b < length; b++) {
      const row = columns[b]! * p;
      const v = factor * values[b]!;
      if (v === 0) continue;
      for (let a = 0; a <= b; a++) hessian[row + columns[a]!]! += v * values[a]!;
    }
  });
  addPenaltyHessian(penalty, layout, hessian);
  return { value, unknowns: p, hessian, gradient };
}
