import type { Formula } from '@knotwork/algebra';

/**
 * A block of an objective: a formula over points that are bound to a program later.
 * Inputs of the formula: `y0`, `y1`, ... (outputs of the network) and `t0`, `t1`, ... (targets).
 */
export interface ObjectiveBlock {
  /** Name under which rows are bound, such as `data`. */
  readonly points: string;
  /** `residuals`: contributes weight * 1/2 * mean of the squared outputs of the formula. `loss`: weight * mean of its one output. */
  readonly form: 'residuals' | 'loss';
  readonly formula: Formula;
  readonly weight: number;
}

/** 1/2 strength * sum over edges of (difference of order `order` of the effective coefficients)^2. */
export interface SmoothingPenalty {
  readonly kind: 'smoothing';
  readonly strength: number;
}

/** What training minimizes: the blocks' sum, the data objective, plus penalties. */
export interface Objective {
  readonly blocks: readonly ObjectiveBlock[];
  readonly penalties: readonly SmoothingPenalty[];
}
