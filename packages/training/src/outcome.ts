import type { Value } from '@knotwork/plugin/engine';
import type { GridSummary } from './grids/grid-watch.js';
import type { SmoothingReport } from './smoothing/smoothing-report.js';

/** How often the expensive things were evaluated. */
export interface Counts { gradients: number; jacobians: number; functions: number }

export const noCounts = (): Counts => ({ gradients: 0, jacobians: 0, functions: 0 });

export function addCounts(a: Counts, b: Counts): Counts {
  return { gradients: a.gradients + b.gradients, jacobians: a.jacobians + b.jacobians, functions: a.functions + b.functions };
}

/** Why an optimization ended. */
export type Ending =
  /** All steps were taken. */
  | 'steps'
  /** No step helps any more. */
  | 'converged'
  /** Validation loss stopped improving. */
  | 'validation'
  /** The time budget is spent. */
  | 'budget'
  /** Asked to stop from outside. */
  | 'aborted'
  /** A number is not finite; `place` says where. */
  | 'not-finite';

/** What an optimization did; the network is in its state. */
export interface Outcome {
  readonly ending: Ending;
  readonly steps: number;
  /** Loss of the network kept, without penalties, in standardized units; see `reportedLoss`. */
  readonly loss: number;
  /** The same block by block, without weights; see `reportedBlocks`. */
  readonly blocks: Readonly<Record<string, number>>;
  readonly validation: number | null;
  readonly counts: Counts;
  /** What was done to the grids. */
  readonly grid: GridSummary;
  readonly place?: NonNullable<Value['place']>;
  /** Where smoothing chose itself, and the network is finite. */
  readonly smoothing?: SmoothingReport;
}
