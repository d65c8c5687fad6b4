import { printable } from './printable.js';

const brand = Symbol.for('knotwork/error');

/** Where an error belongs; every field is optional. */
export interface ErrorPlace {
  /** `kind name` of the plugin concerned. */
  readonly plugin?: string;
  /** Edge concerned. */
  readonly edge?: { readonly layer: number; readonly from: number; readonly to: number };
  /** Option of the plugin that throws the error, such as `samples.train`: whoever knows the file makes a path of it. */
  readonly option?: string;
  /** The message, with options called as `at` calls them; see {@link optionError}. */
  readonly worded?: (at: (option: string) => string) => string;
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
  /** Somebody else holds what is needed: later it may be free. Exit status 75. */
  | 'busy'
  /** A defect of Knotwork. Exit status 70. */
  | 'internal';

/** The one error of Knotwork. The message says subject, rule, what came and what to type; what it quotes is made {@link printable}. */
export class KnotworkError extends Error {
  readonly code: ErrorCode;
  readonly place: ErrorPlace;

  constructor(code: ErrorCode, message: string, place: ErrorPlace = {}) {
    super(printable(message), place.cause === undefined ? undefined : { cause: place.cause });
    this.name = 'KnotworkError';
    this.code = code;
    this.place = place;
    Object.defineProperty(this, brand, { value: true });
  }
}

/**
 * An error about an option of a plugin, thrown by the plugin. Where the plugin stands in the file it does not know; whoever does words the message
 * again with whole paths, so that a remedy can be typed as it is read.
 *
 * @param option such as `samples.train`
 * @param word makes the message; `at` calls an option by its name or its path
 * @example
 * throw optionError('samples', (at) => `${at('samples')} must be even; got 3. Set ${at('samples')}=4.`);
 */
export function optionError(option: string, word: (at: (option: string) => string) => string, place: Omit<ErrorPlace, 'option' | 'worded' | 'path'> = {}): KnotworkError {
  return new KnotworkError('input', word((name) => name), { ...place, option, worded: word });
}

/** Recognizes the error, also when it comes from another copy of this package. */
export function isKnotworkError(value: unknown): value is KnotworkError {
  return typeof value === 'object' && value !== null && brand in value;
}
