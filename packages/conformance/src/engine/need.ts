import { relativeError } from '@knotwork/numerics';
import { isKnotworkError } from '@knotwork/plugin';

/** Gradients in double precision against central differences of step 1e-6: truncation and rounding leave about 1e-9. */
export const GRADIENT_TOLERANCE = 1e-6;
/** The same sums in another order, in double precision. */
export const ROUNDING = 1e-12;

/** @throws Error with the message unless the condition holds */
export function need(condition: boolean, message: string): void { if (!condition) throw new Error(message); }

/** @throws Error when there are more or fewer numbers, or the norm-wise relative error is above the tolerance */
export function needClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  need(actual.length === expected.length, `${what}: ${actual.length} numbers, expected ${expected.length}`);
  const error = relativeError(actual, expected);
  need(error <= tolerance, `${what}: relative error ${error.toExponential(2)}, allowed ${tolerance.toExponential(0)}`);
}

/** Whether a promise is rejected. */
export async function throws(f: () => Promise<unknown>): Promise<boolean> {
  try { await f(); return false; } catch { return true; }
}

/** @param words what the message must name @throws Error unless asking for something is refused with a KnotworkError that says so */
export async function needRefused(ask: () => unknown, words: readonly string[], what: string): Promise<void> {
  let refusal: unknown = null;
  try { await ask(); } catch (error) { refusal = error; }
  need(refusal !== null, `${what} is not refused`);
  const { message } = refusal as Error;
  need(isKnotworkError(refusal), `${what} is refused with an error that is none of Knotwork's: ${message}`);
  const missing = words.filter((word) => !message.includes(word));
  need(missing.length === 0, `${what} must be refused by name; "${message}" does not name ${missing.map((word) => `"${word}"`).join(' and ')}`);
}
