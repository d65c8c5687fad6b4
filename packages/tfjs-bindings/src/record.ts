/** The file that is written last: what has none is not whole. */
export const RECORD = 'installed.json';
/** The file that loads a binding. */
export const LOADER = 'load.cjs';
export const RECORD_FORMAT = 1;

/** What `installed.json` says. */
export interface BindingRecord {
  readonly format: typeof RECORD_FORMAT;
  readonly versions: Readonly<Record<string, string>>;
  readonly from: string;
  /** SHA-256 of the files it was made of. */
  readonly sources: Readonly<Record<string, string>>;
  /** Sizes in bytes of the files without which nothing is loaded, by their paths in the folder. */
  readonly files: Readonly<Record<string, number>>;
}
