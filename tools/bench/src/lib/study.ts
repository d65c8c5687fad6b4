import type { RunOfFile } from './child-run.js';
import type { CommandLine } from './program.js';

/** A measurement: `npm run bench -- NAME`. */
export interface Study {
  /** What `--help` prints; its first line says how to call it. */
  readonly help: string;
  /**
   * Measures and prints.
   *
   * @param args what stands after the name
   * @returns the exit status
   * @throws UsageError where they make no sense
   * @throws DryRun with `--dry`, once they were read
   */
  run(args: readonly string[]): Promise<number>;
  /** Of a measurement that runs files it is given: which, with which overrides, as `--dry` checks them. @throws UsageError */
  experiments?(line: CommandLine): readonly RunOfFile[];
}
