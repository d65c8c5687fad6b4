import type { Formula } from '@knotwork/algebra';
import type { EdgeStatistic } from '@knotwork/plugin';

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

/** A penalty on edges, as it is meant. Engines see what `freezePenalties` makes of it. */
export type Penalty = SmoothingPenalty | StatisticPenalty;
