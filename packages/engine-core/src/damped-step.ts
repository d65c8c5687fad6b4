import type { Vec } from '@knotwork/plugin';
import type { Damping, Pause } from '@knotwork/plugin/engine';
import type { PositiveSolver } from './positive-solver.js';

/** H and g of a quadratic model, the penalty included. */
export interface NormalEquations {
  /** Lower triangle, row by row: `[unknowns][unknowns]`. */
  readonly hessian: Vec;
  readonly gradient: Vec;
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
export async function dampedStep({ hessian, gradient }: NormalEquations, damping: Damping, solver: PositiveSolver, pause?: Pause): Promise<{ step: Vec; predicted: number } | null> {
  const p = gradient.length;
  let trace = 0;
  for (let i = 0; i < p; i++) trace += hessian[i * p + i]!;
  const mean = trace / p;
  const added = new Float64Array(p);
  for (let i = 0; i < p; i++) added[i] = damping.mu * (damping.shape === 'marquardt' ? hessian[i * p + i]! + UNSEEN * mean : mean) + FLOOR * mean;
  const step = gradient.map((v) => -v);
  if (!await solver.solve(hessian, p, step, pause, added)) return null;
  // -(g's + 1/2 s'Hs), with Hs = -g - added * s.
  let predicted = 0;
  for (let i = 0; i < p; i++) predicted += -0.5 * gradient[i]! * step[i]! + 0.5 * added[i]! * step[i]! * step[i]!;
  return { step, predicted };
}
