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
   */
  run(args: readonly string[]): Promise<number>;
}
