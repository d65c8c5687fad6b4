import { makeReflection, reflect } from '@knotwork/numerics';
import { determined, type Determined, type ScaledQr, scaledQr, squaresOf } from './scaled-qr.js';

/** Residuals r(p) that are to be small; dr/dp is minus the Jacobian. */
export interface LeastSquaresModel {
  readonly rows: number;
  readonly at: readonly number[];
  readonly steps: number;
  /** A sum of squares that is as good as none. */
  readonly enough: number;
  /** A step that lowers the sum of squares by less is among the last. */
  readonly negligible: number;
  readonly residuals: (at: ArrayLike<number>) => Float64Array;
  /** By columns, `[constants][rows]`; used up. */
  readonly jacobian: (at: ArrayLike<number>) => Float64Array;
}

/** Where a search ended. */
export interface Damped {
  readonly at: Float64Array;
  readonly squares: number;
  readonly steps: number;
  readonly isConverged: boolean;
}

const FIRST_DAMPING = 1e-3;
const LEAST_DAMPING = 1e-15;
const TRIES = 12;
/** A step that lowers the squares by a smaller share is among the last; a few of them, since progress may be slow for a while. */
const SMALL = 1e-10;
const PATIENCE = 3;

/**
 * Levenberg-Marquardt by QR: columns of the Jacobian have length 1, and J'J is never made, in whose square nearly dependent directions vanish.
 *
 * `exactLeastSquares` of `@knotwork/training` goes the same way for networks. It is another loop, since an engine answers it later, rows come in pieces, signs are kept and time is given to others; this
 * one takes any function at once.
 *
 * @returns null where residuals are not finite at the start, or slopes where it comes to
 */
export function dampedLeastSquares(model: LeastSquaresModel): Damped | null {
  let at = Float64Array.from(model.at);
  let residuals = model.residuals(at);
  let squares = squaresOf(residuals);
  if (!Number.isFinite(squares)) return null;
  let damping = FIRST_DAMPING;
  let [steps, slow, isConverged] = [0, 0, model.at.length === 0];
  while (steps < model.steps && !isConverged) {
    const factors = scaledQr(model.jacobian(at), residuals);
    if (factors === null) return null;
    const before = squares;
    let isBetter = false;
    for (let k = 0; k < TRIES && !isBetter; k++) {
      const step = dampedStep(factors, damping);
      const next = at.map((v, j) => v + step[j]!);
      const tried = model.residuals(next);
      const left = squaresOf(tried);
      isBetter = left < squares;
      if (isBetter) {
        [at, residuals, squares] = [next, tried, left];
        damping = Math.max(damping * 0.1, LEAST_DAMPING);
      } else damping = Math.max(damping * 4, FIRST_DAMPING * LEAST_DAMPING);
    }
    steps++;
    slow = before - squares < Math.max(SMALL * before, model.negligible) ? slow + 1 : 0;
    isConverged = !isBetter || slow >= PATIENCE || squares <= model.enough;
  }
  return { at, squares, steps, isConverged };
}

/** Which constants the rows determine where a search ended, and how well. @returns null where slopes are not finite there */
export function determinedAt({ residuals, jacobian }: LeastSquaresModel, { at }: Damped): Determined | null {
  const factors = scaledQr(jacobian(at), residuals(at));
  return factors === null ? null : determined(factors, at.length);
}

/** The step of least |r - J step|² + damping |step|², lengths scaled out: R over the root of the damping, factored again. */
function dampedStep({ r, right, lengths, count }: ScaledQr, damping: number): Float64Array {
  const tall = 2 * count;
  const stacked = new Float64Array(tall * count);
  for (let j = 0; j < count; j++) {
    for (let i = 0; i <= j; i++) stacked[j * tall + i] = r[j * count + i]!;
    stacked[j * tall + count + j] = Math.sqrt(damping);
  }
  const target = new Float64Array(tall);
  target.set(right);
  const diagonal = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    const [at, left] = [j * tall + j, tall - j];
    diagonal[j] = makeReflection(stacked, at, left);
    for (let other = j + 1; other < count; other++) reflect(stacked, stacked, at, other * tall + j, left);
    reflect(stacked, target, at, j, left);
  }
  const step = new Float64Array(count);
  for (let j = count - 1; j >= 0; j--) {
    step[j] = diagonal[j] === 0 ? 0 : target[j]! / diagonal[j]!;
    for (let i = 0; i < j; i++) target[i]! -= stacked[j * tall + i]! * step[j]!;
  }
  return step.map((v, j) => v / lengths[j]!);
}
