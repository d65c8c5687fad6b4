import type { Scalars } from '@knotwork/plugin/engine';
import type { Plan } from './plan.js';

/** Several beginnings, the best of which goes on. */
export interface Starts {
  readonly count: number;
  /** Steps of each start. */
  readonly steps: number;
  /** How many of the best, by what `FitResult.starts` says of them, are optimized further. */
  readonly keep: number;
}

export interface FitPlan extends Omit<Plan, 'phase' | 'start' | 'patience'> {
  /** Null: go on from `network(0)` as a trained network, without multi-start. */
  readonly starts: Starts | null;
  /**
   * Looks without improvement of validation loss after which to stop; Infinity to go through all steps and keep the best; null to ignore validation.
   */
  readonly patience: number | null;
  /** Where scalars of the objective begin; those left out are initial. */
  readonly scalars?: Scalars;
  /** `start` treats a single network as fresh; `restart` as one that was trained before. */
  readonly phase: 'start' | 'restart';
}
