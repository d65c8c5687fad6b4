import type { AllNumbers } from '@knotwork/engine-core';
import { Evaluation } from './evaluation.js';
import { forEachJacobianRow } from './jacobian.js';
import type { ReferenceData } from './reference-data.js';

/**
 * J'WJ of all blocks from sparse rows: cost samples * (non-zeros)^2 / 2, whatever the number of intervals.
 *
 * @returns lower triangle, `[unknowns][unknowns]`
 */
export function accumulateNormal(evaluation: Evaluation, numbers: AllNumbers, data: ReferenceData, weights: readonly number[]): Float64Array {
  const p = evaluation.task.layout.unknowns;
  const hessian = new Float64Array(p * p);
  for (const set of data.sets) {
    for (const b of set.blocks) {
      const factor = weights[b]! * Evaluation.meanOf(evaluation.points[b]!.form, set);
      forEachJacobianRow('normal equations', evaluation, numbers, set, b, ({ length, columns, values }, sample) => {
        const weighted = factor * (set.weights === null ? 1 : set.weights[sample]!);
        for (let c = 0; c < length; c++) {
          const row = columns[c]! * p;
          const v = weighted * values[c]!;
          if (v === 0) continue;
          for (let a = 0; a <= c; a++) hessian[row + columns[a]!]! += v * values[a]!;
        }
      });
    }
  }
  return hessian;
}
