import type { Precision } from '@knotwork/plugin/engine';
import { UsageError } from './program.js';

/** All there are, in the order in which they are measured. */
export const PRECISIONS: readonly Precision[] = ['float64', 'float32'];

/** @param text names with commas between them @throws UsageError for another name */
export function precisionsOf(text: string): Precision[] {
  return text.split(',').map((part) => {
    const precision = PRECISIONS.find((p) => p === part.trim());
    if (precision === undefined) throw new UsageError(`--dtype must be float64, float32 or both with a comma between them; got "${text}".`);
    return precision;
  });
}
