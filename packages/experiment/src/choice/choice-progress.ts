import type { Network } from '@knotwork/plugin';
import type { NetworkShape } from '../config/index.js';
import type { Proposal } from '../structure/index.js';
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
  /** What was fitted, where structure is looked for in it; null where training diverged. */
  readonly network?: Network | null;
}

/** How far a choice of widths has come. */
export interface ChoiceProgress {
  /** In order. */
  readonly done: readonly HeldOut[];
  /** How many there will be. */
  readonly fits: number;
  /** Networks of the structure that was found in those of the file; null before it was looked for. */
  readonly proposed: readonly Proposal[] | null;
  readonly chosen: { readonly shape: NetworkShape; readonly report: ChoiceReport } | null;
}
