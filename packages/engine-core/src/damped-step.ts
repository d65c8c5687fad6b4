import { choleskyFactor, choleskySolve } from '@knotwork/numerics';
import type { Damping, Normal } from '@knotwork/plugin';

/** H = J'J / N + penalty, g = J'r / N + penalty, at one state; of a loss, H = J'(positive part of its second derivatives)J / N. */
export interface NormalEquations extends Normal {
  /** Lower triangle, row by row: `[unknowns][unknowns]`. */
  readonly hessian: Float64Array;
  readonly gradient: Float64Array;
}

/**
 * Solves A x = b for a symmetric positive definite matrix. May overwrite A, writes x over b.
 *
 * @param a lower triangle, row by row: `[n][n]`
 * @returns whether A is positive definite; b means nothing where it is not
 */
export type SolvePositive = (a: Float64Array, n: number, b: Float64Array) => boolean;

/** By plain loops. */
export const plainCholesky: SolvePositive = (a, n, b) => {
  if (!choleskyFactor(a, n)) return false;
  choleskySolve(a, n, b);
  return true;
};

// Unknowns that no sample sees have a zero on the diagonal; these shares of the mean diagonal keep them where they are.
const UNSEEN = 1e-9;
const FLOOR = 1e-15;

/**
 * Solves (H + mu D) s = -g by Cholesky. Marquardt: D = diag H + 1e-9 mean; identity: D = mean of the diagonal; both with
 * 1e-15 of the mean added once.
 *
 * @returns the step and the reduction the quadratic model predicts for it, or null when the system is not positive definite
 */
export function dampedStep({ hessian, gradient, unknowns: p }: NormalEquations, damping: Damping, solve: SolvePositive = plainCholesky): { step: Float64Array; predicted: number } | null {
  let trace = 0;
  for (let i = 0; i < p; i++) trace += hessian[i * p + i]!;
  const mean = trace / p;
  const factor = hessian.slice();
  const added = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    added[i] = damping.mu * (damping.shape === 'marquardt' ? hessian[i * p + i]! + UNSEEN * mean : mean) + FLOOR * mean;
    factor[i * p + i]! += added[i]!;
  }
  const step = gradient.map((v) => -v);
  if (!solve(factor, p, step)) return null;
  // -(g's + 1/2 s'Hs), with Hs = -g - added * s.
  let predicted = 0;
  for (let i = 0; i < p; i++) predicted += -0.5 * gradient[i]! * step[i]! + 0.5 * added[i]! * step[i]! * step[i]!;
  return { step, predicted };
}
