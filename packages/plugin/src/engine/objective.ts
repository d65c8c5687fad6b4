import type { Formula } from '@knotwork/algebra';

/** What one input of a block's formula reads of a point, or of the objective. Indices count from 0. */
export type Read =
  /** An output of the network. */
  | { readonly of: 'output'; readonly index: number }
  /** A column of the point itself, an input of the network. */
  | { readonly of: 'input'; readonly index: number }
  /** A column of what belongs to the point. */
  | { readonly of: 'target'; readonly index: number }
  /** A derivative of an output in inputs, in order: `[0, 0]` is the second one in input 0. */
  | { readonly of: 'derivative'; readonly output: number; readonly inputs: readonly number[] }
  /** A trainable number of the objective. */
  | { readonly of: 'scalar'; readonly name: string };

/**
 * A term of an objective: a formula over a set of points that are bound to a program later. All it reads is in network (standardized) units;
 * see `inUserUnits` of the package network for formulas in the user's.
 */
export interface ObjectiveBlock {
  /** Names the block in messages, weights and reports; no two of an objective are alike. */
  readonly name: string;
  /** The set of points, such as `data`. Several blocks may share one. */
  readonly points: string;
  /**
   * `residuals`: contributes weight * 1/2 * mean of the squared outputs of the formula; normal equations are Gauss-Newton's. `loss`: weight *
   * mean over points of its one output; normal equations have H, its second derivatives in outputs and scalars, in the middle, J'HJ, with the
   * negative eigenvalues of every point's H set to 0 (generalized Gauss-Newton). Without any second derivative J'HJ is 0.
   */
  readonly form: 'residuals' | 'loss';
  /** Name of the loss, for messages; left out where the formula is nobody's. */
  readonly loss?: string;
  readonly formula: Formula;
  /** What every input of the formula is. */
  readonly reads: Readonly<Record<string, Read>>;
  /** At least 0. A query may replace it. */
  readonly weight: number;
}

/** A trainable number of an objective, such as a coefficient of an equation. It belongs to no network, and weight decay leaves it alone. */
export interface Scalar {
  readonly initial: number;
  /** No step takes the value below a tenth of what it was, or below 1e-6. */
  readonly constraint?: 'positive';
}

/** What training minimizes, penalties apart: the weighted sum of its blocks. */
export interface Objective {
  readonly blocks: readonly ObjectiveBlock[];
  /** By name. They are the last unknowns of a program, in this order. */
  readonly scalars?: Readonly<Record<string, Scalar>>;
}
