import type { MatrixUpdate } from '@knotwork/plugin';

/** What chooses the member of Broyden's class: curvature along a step s over which the gradient changed by y, as H, the inverse Hessian before it, and B = H^-1 have it. */
export interface StepCurvature {
  /** b = s'Bs / s'y: over 1 where B takes the curvature along s to be higher than it is. */
  readonly b: number;
  /** h = y'Hy / s'y; b h >= 1. */
  readonly h: number;
  /** Number of unknowns n. */
  readonly size: number;
}

/** Least b h - 1: where it is 0, s is H y times a number, and all members of the class are the same. */
const LEAST_ANGLE = Number.EPSILON;

/**
 * The parameter phi of the self-scaled Broyden class and the factor tau by which the matrix is divided:
 *
 *     H+ = (H - Hy y'H / y'Hy + phi v v') / tau + s s' / s'y      v = sqrt(y'Hy) (s / s'y - Hy / y'Hy)
 *
 * phi = 1 is BFGS, phi = 0 DFP. With a = b h - 1 and c = sqrt(a / (1 + a)) they are chosen by theta, the parameter of the same update of B:
 *
 *     rho- = min(1, h (1 - c))      theta- = (rho- - 1) / a      theta+ = 1 / rho-      theta = max(theta-, min(theta+, (1 - b) / b))
 *     phi = (1 - theta) / (1 + a theta)      sigma = 1 + a theta      rho = min(1, 1 / b)
 *     tau = min(rho sigma^(-1/(n-1)), sigma) where theta <= 0, rho min(sigma^(-1/(n-1)), 1 / theta) elsewhere
 *
 * rho- is below 1 only where b > 1/2, so that theta <= 1. Thus phi >= 0, and H stays positive definite where s'y > 0, even if b is not quite what it should be.
 *
 * @source M. Al-Baali, Numerical experience with a class of self-scaling quasi-Newton algorithms, 1998; J. F. Urbán, P. Stefanou and J. A. Pons, Unveiling the optimization
 * process of physics informed neural networks, 2024, the choice called SSBroyden2
 */
export function broydenNumbers({ b, h, size }: StepCurvature, { update, scaling }: MatrixUpdate): { readonly phi: number; readonly tau: number } {
  const a = Math.max(b * h - 1, LEAST_ANGLE);
  const { theta, sigma } = update === 'bfgs' ? { theta: 0, sigma: 1 } : thetaOf(a, b);
  const phi = (1 - theta) / sigma;
  if (scaling !== 'self') return { phi, tau: 1 };
  const rho = Math.min(1, 1 / b);
  const spread = sigma ** (-1 / Math.max(1, size - 1));
  return { phi, tau: theta <= 0 ? Math.min(rho * spread, sigma) : rho * Math.min(spread, 1 / theta) };
}

function thetaOf(a: number, b: number): { readonly theta: number; readonly sigma: number } {
  // rho-, with h (1 - c) written so that nothing cancels where c is nearly 1; so is sigma where theta is theta-.
  const rho = Math.min(1, 1 / (b * (1 + Math.sqrt(a / (1 + a)))));
  const upper = Math.min(1 / rho, (1 - b) / b);
  return { theta: Math.max((rho - 1) / a, upper), sigma: Math.max(rho, 1 + a * upper) };
}
