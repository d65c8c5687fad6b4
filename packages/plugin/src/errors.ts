const brand = Symbol.for('knotwork/error');

/** Where an error belongs; every field is optional. */
export interface ErrorPlace {
  /** `kind name` of the plugin concerned. */
  readonly plugin?: string;
  /** Edge concerned. */
  readonly edge?: { readonly layer: number; readonly from: number; readonly to: number };
  /** Path inside the experiment file, such as `network.basis.degree`. */
  readonly path?: string;
  /** One-based line of the experiment file or data file. */
  readonly line?: number;
  readonly cause?: unknown;
}

/** What kind of failure it is; the command turns it into its exit status. */
export type ErrorCode =
  /** The command, the experiment file, a data file or a plugin is wrong; nothing was written. Exit status 2. */
  | 'input' | 'plugin' | 'capability'
  /** Training diverged or a number failed. Exit status 1. */
  | 'numerical'
  /** Disk, permission, missing backend. Exit status 3. */
  | 'environment'
  /** A defect of Knotwork. Exit status 70. */
  | 'internal';

/** The one error of Knotwork. The message says subject, rule, what came and what to type. */
export class KnotworkError extends Error {
  readonly code: ErrorCode;
  readonly place: ErrorPlace;

  constructor(code: ErrorCode, message: string, place: ErrorPlace = {}) {
    super(message, place.cause === undefined ? undefined : { cause: place.cause });
    this.name = 'KnotworkError';
    this.code = code;
    this.place = place;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Recognizes the error, also when it comes from another copy of this package. */
export function isKnotworkError(value: unknown): value is KnotworkError {
  return typeof value === 'object' && value !== null && brand in value;
}
