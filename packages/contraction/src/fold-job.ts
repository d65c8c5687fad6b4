import { jobWords } from './job-kinds.js';

/** As `native/fold.h` has them: 32-bit numbers in this order, behind the one that says what it is. */
const FOLD = ['size', 'from', 'weights', 'effective', 'gradient', 'weightGradient', 'entries', 'rows', 'base', 'width'] as const;

/** Bytes of such a job. */
export const FOLD_BYTES = 4 * (1 + FOLD.length);

/** Coefficients with their weights, or the gradients of these, as a job lies in a memory, at a multiple of 8; `native/fold.h` says what its numbers mean. */
export function foldJob(kind: 'fold' | 'unfold', of: Readonly<Record<(typeof FOLD)[number], number>>): Int32Array { return jobWords(kind, FOLD, of); }
