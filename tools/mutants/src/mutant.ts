/** A plausible bug, and who should notice. */
export interface Mutant {
  readonly name: string;
  /** What is wrong, in one sentence. */
  readonly bug: string;
  /** Null: some spec must notice. Otherwise why none can. */
  readonly survives: string | null;
  /** In this order, until one notices. */
  readonly specs: readonly Specs[];
  readonly changes: readonly Change[];
}

/** Specs of a package. */
export interface Specs {
  /** Name of its folder. */
  readonly folder: string;
  /** Parts of the paths of specs; none means all of the package. */
  readonly files: readonly string[];
}

/** A piece of source that is replaced. */
export interface Change {
  /** Where it was when the mutant was written, from the root of the workspace; a piece that moved is found where it is now. */
  readonly file: string;
  /** Lines, without indentation. The first and the last may be parts of lines. */
  readonly from: readonly string[];
  /** May be empty. */
  readonly to: readonly string[];
}
