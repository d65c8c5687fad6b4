import type { Writing } from '@knotwork/algebra';

/** What is handed to a function: a count, counts, numbers that are read, or numbers that are written. */
export type ParameterType = 'count' | 'counts' | 'numbers' | 'results';

/** A language of loops over arrays, in which C and JavaScript differ by words. */
export interface Dialect {
  /** How formulas are written; leaves by their names. */
  readonly writing: Writing;
  /** A number as it stands in a formula. */
  readonly number: (value: number) => string;
  /** An array that never changes: its declaration. @param entries as texts */
  readonly table: (name: string, type: 'counts' | 'numbers', entries: readonly string[]) => string[];
  /** An array of results in a function. */
  readonly scratch: (name: string, length: number) => string;
  /** A number that is computed once. */
  readonly constant: (name: string, text: string) => string;
  /** A number that grows. */
  readonly variable: (name: string, text: string) => string;
  /** A whole number that is computed once. */
  readonly whole: (name: string, text: string) => string;
  /** Head of a loop over 0 to `end` - 1. */
  readonly loop: (name: string, end: number | string) => string;
  /** Declares a counter that begins at 0. */
  readonly counter: (name: string) => string;
  readonly define: (name: string, parameters: readonly (readonly [name: string, type: ParameterType])[], body: readonly string[]) => string[];
  /** How formulas are told of a table: the one of place k, and its length. */
  readonly tableAt: (name: string, length: number) => string;
}
