import type { OptimizerDefinition, TrainingEvent } from '@knotwork/plugin';
import type { Query, StepPlan } from '@knotwork/plugin/engine';
import type { Strengths } from './smoothing/smoothing-report.js';
import { needsFirstOrder } from './errors.js';

/** How long to optimize, and who is told. */
export interface Plan {
  readonly steps: number;
  /** `start`: a fresh network. `restart`: one that was optimized before. */
  readonly phase: 'start' | 'restart';
  /**
   * Looks without improvement of validation loss after which to stop (one per step of a second-order method, at least one per 10 of a first-order one);
   * null to ignore validation and keep the last network.
   */
  readonly patience: number | null;
  /** Steps after which penalties are frozen anew; left out where they are only when grids move and when no step helps. */
  readonly refreshEvery?: number;
  /** Where smoothing that chooses itself begins; left out for where it begins with a network that nothing is known of. */
  readonly strengths?: Strengths;
  readonly observe: (event: TrainingEvent) => void;
  /** Whether the time budget is spent. */
  readonly isOver: () => boolean;
  readonly signal: AbortSignal | undefined;
  /** Index of this start among several. */
  readonly start?: number;
  /** Weights of blocks by name, in place of their own. */
  readonly weights?: Query['weights'];
  /** Sets of points that steps see in batches, and how these are drawn; for first-order optimizers. Left out for all points in every step. */
  readonly batch?: StepPlan['batch'];
  /** Longest gradient of a step, longer ones are shortened; for first-order optimizers. Left out for any. */
  readonly clip?: number;
}

/**
 * Refuses mini-batches and clipping with a method that looks at its objective between steps: it needs the same objective each time, and
 * the lengths of its steps are its own.
 *
 * @throws KnotworkError `capability`
 */
export function requireFirstOrder(optimizer: OptimizerDefinition, { batch, clip }: { readonly batch?: unknown; readonly clip?: unknown }): void {
  if (optimizer.method === 'update') return;
  if (batch !== undefined) throw needsFirstOrder(optimizer, 'batch');
  if (clip !== undefined) throw needsFirstOrder(optimizer, 'clip');
}
