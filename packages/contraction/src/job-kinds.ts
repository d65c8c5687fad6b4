/** Of jobs and of what is done with them, as `native/job.h` has it: code that was compiled for another is not used. */
export const LAYOUT = 5;

/** Cells of a window up to which samples are contracted cell by cell, as `native/kernels.c` has it: with more they come one by one. */
export const BY_CELL = 32;

/** What native code does, in the order of the numbers that jobs begin with. */
export const JOB_KINDS = ['forward', 'toInputs', 'toCoefficients', 'products', 'factor', 'inverse', 'fold', 'unfold', 'map', 'features'] as const;

export type JobKind = (typeof JOB_KINDS)[number];

/** A job of a structure whose other 32-bit numbers have these names, in this order. */
export function jobWords<T extends readonly string[]>(kind: JobKind, names: T, of: Readonly<Record<T[number], number>>): Int32Array {
  return Int32Array.from([JOB_KINDS.indexOf(kind), ...names.map((name) => of[name as T[number]])]);
}
