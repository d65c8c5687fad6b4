import { choleskyFactor, choleskySolve } from '@knotwork/numerics';
import type { Damping, Normal, Value } from '@knotwork/plugin';
import type { Evaluation } from './evaluation.js';
import { forEachJacobianRow } from './jacobian.js';
import type { ProgramLayout } from './layout.js';
import type { NativeData } from './native-data.js';
import type { FrozenPenalty } from './penalty.js';

/** H = J'J / N + penalty, g = J'r / N + penalty, at one state. */
export interface NativeNormal extends Normal {
  /** Lower triangle, row by row: `[unknowns][unknowns]`. */
  readonly hessian: Float64Array;
  readonly gradient: Float64Array;
}

/** Accumulates the normal equations from sparse rows: cost samples * (non-zeros)^2 / 2, whatever the number of intervals. */
export function normalEquations(
  evaluation: Evaluation, layout: ProgramLayout, parameters: Float64Array, data: NativeData, penalty: FrozenPenalty | undefined, value: Value, gradient: Float64Array,
): NativeNormal {
  const p = layout.unknowns;
  const hessian = new Float64Array(p * p);
  const { factor } = evaluation.blockOf(data);
  forEachJacobianRow(evaluation, layout, parameters, data, ({ length, columns, values }) => {
    for (let b = 0; b < length; b++) {
      const row = columns[b]! * p;
      const v = factor * values[b]!;
      if (v === 0) continue;
      for (let a = 0; a <= b; a++) hessian[row + columns[a]!]! += v * values[a]!;
    }
  });
  for (const form of penalty?.forms ?? []) {
    for (const first of layout.terms[form.layer]![form.term]!.coefficients.subarray(form.from, form.to)) {
      if (first < 0) continue;
      for (let i = 0; i < form.size; i++) {
        for (let j = Math.max(0, i - form.half); j <= i; j++) hessian[(first + i) * p + first + j]! += form.scale * form.band[i * (form.half + 1) + form.half + j - i]!;
      }
    }
  }
  return { value, unknowns: p, hessian, gradient };
}

// Unknowns that no sample sees have a zero on the diagonal; these shares of the mean diagonal keep them where they are.
const UNSEEN = 1e-9;
const FLOOR = 1e-15;

/**
 * Solves (H + mu D) s = -g by Cholesky. Marquardt: D = diag H + 1e-9 mean; identity: D = mean of the diagonal; both with
 * 1e-15 of the mean added once.
 *
 * @returns the step and the reduction the quadratic model predicts for it, or null when the system is not positive definite
 */
export function dampedStep({ hessian, gradient, unknowns: p }: NativeNormal, damping: Damping): { step: Float64Array; predicted: number } | null {
  let trace = 0;
  for (let i = 0; i < p; i++) trace += hessian[i * p + i]!;
  const mean = trace / p;
  const factor = hessian.slice();
  const added = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    added[i] = damping.mu * (damping.shape === 'marquardt' ? hessian[i * p + i]! + UNSEEN * mean : mean) + FLOOR * mean;
    factor[i * p + i]! += added[i]!;
  }
  if (!choleskyFactor(factor, p)) return null;
  const step = gradient.map((v) => -v);
  choleskySolve(factor, p, step);
  // -(g's + 1/2 s'Hs), with Hs = -g - added * s.
  let predicted = 0;
  for (let i = 0; i < p; i++) predicted += -0.5 * gradient[i]! * step[i]! + 0.5 * added[i]! * step[i]! * step[i]!;
  return { step, predicted };
}
