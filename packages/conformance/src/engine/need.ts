import { relativeError } from '@knotwork/numerics';

/** Gradients in float64 against central differences of step 1e-6: truncation and rounding leave about 1e-9. */
export const GRADIENT_TOLERANCE = 1e-6;
/** The same sums in another order. */
export const ROUNDING = 1e-12;
/** Sums of a few hundred products in float32, whose own rounding is 6e-8, lose two or three digits where terms cancel. */
export const SINGLE = 1e-4;

/** @throws Error with the message unless the condition holds */
export function need(condition: boolean, message: string): void { if (!condition) throw new Error(message); }

/** @throws Error when the norm-wise relative error is above the tolerance */
export function needClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  const error = relativeError(actual, expected);
  need(error <= tolerance, `${what}: relative error ${error.toExponential(2)}, allowed ${tolerance.toExponential(0)}`);
}

/** Whether a promise is rejected. */
export async function throws(f: () => Promise<unknown>): Promise<boolean> {
  try { await f(); return false; } catch { return true; }
}
