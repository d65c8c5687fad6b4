import { jobWords } from './job-kinds.js';

/** Arrays that a formula goes over at most, as `native/map.h` has it. */
export const MOST_ARRAYS = 8;
/** Numbers that are the same for all of an array, at most. */
export const MOST_CUTS = 4;

/** 32-bit numbers in this order, behind the one that says what it is; of a map, then arrays and cuts. */
const MAP = ['size', 'formula', 'bytes', 'constants'] as const;
const FEATURES = ['size', 'formula', 'bytes', 'constants', 'x', 'parameters', 'stride', 'out', 'starts', 'lastStart', 'list', 'count', 'groups'] as const;

type Fields<T extends readonly string[]> = Readonly<Record<T[number], number>>;

/** What a formula goes over: its number, bytes of a number and of an array, and addresses. */
export type MapFields = Fields<typeof MAP> & { readonly arrays: readonly number[]; readonly cuts: readonly number[] };
/** What features are made of, and where they go, as `native/map.h` has it. */
export type FeatureFields = Fields<typeof FEATURES>;

/** Bytes of a job of a formula over arrays. */
export const MAP_BYTES = 4 * (1 + MAP.length + MOST_ARRAYS + MOST_CUTS);
/** Bytes of a job of features. */
export const FEATURE_BYTES = 4 * (1 + FEATURES.length);

/** A formula over arrays as a job lies in a memory, at a multiple of 8; `native/map.h` says what its numbers mean. */
export function mapJob({ arrays, cuts, ...of }: MapFields): Int32Array {
  const words = new Int32Array(MAP_BYTES / 4);
  words.set(jobWords('map', MAP, of));
  words.set(arrays, 1 + MAP.length);
  words.set(cuts, 1 + MAP.length + MOST_ARRAYS);
  return words;
}

/** Features of inputs as a job. */
export function featureJob(of: FeatureFields): Int32Array { return jobWords('features', FEATURES, of); }

/** Tells features what changes from one block of samples to the next. */
export function tellFeatures(job: Int32Array, bytes: number, x: number, parameters: number): void {
  job[BYTES] = bytes;
  job[X] = x;
  job[PARAMETERS] = parameters;
}

const [BYTES, X, PARAMETERS] = (['bytes', 'x', 'parameters'] as const).map((name) => 1 + FEATURES.indexOf(name)) as [number, number, number];
