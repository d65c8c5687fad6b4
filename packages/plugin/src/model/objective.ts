import type { Formula } from '@knotwork/algebra';
import type { EdgeStatistic } from '../kinds/regularizer.js';

/**
 * A block of an objective: a formula over points that are bound to a program later.
 * Inputs of the formula: `y0`, `y1`, ... (outputs of the network) and `t0`, `t1`, ... (targets).
 */
export interface ObjectiveBlock {
  /** Name under which rows are bound, such as `data`. */
  readonly points: string;
  /**
   * `residuals`: contributes weight * 1/2 * mean of the squared outputs of the formula; normal equations are Gauss-Newton's. `loss`: weight *
   * mean over rows of its one output; normal equations have H, its second derivatives in the outputs, in the middle, J'HJ, with the
   * negative eigenvalues of every row's H set to 0 (generalized Gauss-Newton). Without any second derivative J'HJ is 0.
   */
  readonly form: 'residuals' | 'loss';
  /** Name of the loss, for messages. */
  readonly name?: string;
  readonly formula: Formula;
  readonly weight: number;
}

/**
 * 1/2 strength * sum over edges of (difference of order `order` of the effective coefficients)^2, `order` being that of the basis.
 * On knots of their own: of (h^(order - 1) jump of the derivative of order `order` - 1 from one interval to the next)^2, with h their mean
 * length; for B-splines on even knots that is the same.
 */
export interface SmoothingPenalty {
  readonly kind: 'smoothing';
  readonly strength: number;
}

/** A formula of a statistic of edges, reduced by sums over a scope; see `RegularizerDefinition`. */
export interface StatisticPenalty {
  readonly kind: 'statistic';
  /** Name of the regularizer, for messages. */
  readonly name: string;
  readonly statistic: EdgeStatistic;
  readonly scope: 'edge' | 'node' | 'layer' | 'network';
  /** Order of the derivative, for `roughness`. */
  readonly derivative: number;
  /** From `s`, the statistic of an edge, to its contributions to the sums. */
  readonly sums: Formula;
  /** From the sums of one scope, by name, to its penalty `p`. */
  readonly penalty: Formula;
}

/** What training minimizes: the blocks' sum, the data objective, plus penalties. */
export interface Objective {
  readonly blocks: readonly ObjectiveBlock[];
  readonly penalties: readonly (SmoothingPenalty | StatisticPenalty)[];
}
