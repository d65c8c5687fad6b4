import type { ChoiceReport } from './choice-report.js';

/** What one network made of the rows that it was not fitted to. */
export interface HeldOut {
  /** Index of the network among those that are compared, and of the part of the rows. */
  readonly candidate: number;
  readonly fold: number;
  /** In the run's network units, row by row as the part lists them: `[rows][outputs]`; not numbers where training diverged. */
  readonly outputs: Float64Array;
  /** Whether a time budget ended a stage, so that nobody can repeat it. */
  readonly isStopped: boolean;
}

/** How far a choice of widths has come. */
export interface ChoiceProgress {
  /** In order. */
  readonly done: readonly HeldOut[];
  /** How many there will be. */
  readonly fits: number;
  readonly chosen: { readonly widths: readonly number[]; readonly report: ChoiceReport } | null;
}
