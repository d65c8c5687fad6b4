/** What to run, as values. */
export interface ExperimentRequest {
  /** The experiment file: YAML or JSON; or what it would say, as a value, whose places have no lines. */
  readonly text: string | Readonly<Record<string, unknown>>;
  /** What the file is called in messages. */
  readonly fileName: string;
  /** Where paths in the file start. */
  readonly folder: string;
  /** `path=value`, applied left to right. */
  readonly overrides: readonly string[];
  /** Run again although a finished run of the same content exists. */
  readonly again: boolean;
}
