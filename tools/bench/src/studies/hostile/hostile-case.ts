/** A command line, and the files that it finds. */
export interface HostileCase {
  /** Number in the sequence of its seed. */
  readonly number: number;
  /** What was done to what, in half a line. */
  readonly what: string;
  /** Sort of damage, for the report. */
  readonly sort: string;
  /** By their names in the folder of the command; beside those of `everyday-files`. */
  readonly files: Readonly<Record<string, Uint8Array | string>>;
  /** What stands after `knotwork validate`: the experiment file, and overrides. */
  readonly args: readonly string[];
}

/** Name of the experiment file of every case. */
export const EXPERIMENT = 'e.yaml';
