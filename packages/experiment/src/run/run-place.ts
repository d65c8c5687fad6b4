import type { RunStore } from './run-store.js';

/** A run of the same content that has ended. */
export interface FinishedRun {
  /** Content of result.json. */
  readonly result: Readonly<Record<string, unknown>>;
  /** ISO date, or null where nobody knows it. */
  readonly finished: string | null;
}

/** Where a run is kept. It is looked at while the run is composed, and written by nobody before `open`. */
export interface RunPlace {
  /** Where it is, for people; the path of a folder. */
  readonly location: string;
  /** The finished run of the same content, if there is one and it may be reused. */
  readonly done: FinishedRun | null;
  /** Takes hold of it. @throws KnotworkError `busy` when somebody else has it, `environment` when it cannot be written */
  open(): RunStore;
}
