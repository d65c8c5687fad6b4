import type { Vec } from '@knotwork/plugin';
import type { SavedState } from '../saved-state.js';

/** What smoothing that chooses itself came to for one edge. */
export interface SmoothEdge {
  readonly layer: number;
  readonly term: number;
  readonly from: number;
  readonly to: number;
  /** Effective degrees of freedom: how many of its coefficients the data decide. */
  readonly edf: number;
  /** Strengths of the penalties on slope and curvature; see `EdgeSmoothness`. */
  readonly slope: number;
  readonly curvature: number;
}

/** What smoothing that chooses itself came to. */
export interface SmoothingReport {
  /** Effective degrees of freedom of the whole network, biases and shape parameters included. */
  readonly edf: number;
  /** The same before outputs were moved towards their means, by which intervals are known; left out where all was kept. */
  readonly edfBefore?: number;
  /** Observations: points times what the objective is a mean over at each. */
  readonly observations: number;
  /**
   * Standard deviation of the noise of each output, in standardized units: the root of RSS / (n - edf), n and edf shared out evenly; null where the loss
   * is a likelihood of its own.
   */
  readonly noise: readonly number[] | null;
  /** The root of k RSS / (n - gamma edf), for bands: k answers for what the linearization does not see of hidden nodes, and is 1 without any. */
  readonly bandNoise: readonly number[] | null;
  /** Generalized cross-validation, by which networks are compared: lower is better. */
  readonly criterion: number;
  /** How much of the departure of each output from its mean was kept; see `shrinkage`. 1 for all. */
  readonly kept: readonly number[];
  readonly edges: readonly SmoothEdge[];
  /** Whether strengths had come to rest. */
  readonly isSettled: boolean;
}

/** Strengths of the penalties on slope and curvature, as plain data: `[edges]` each, edges counted through layers and terms. */
export interface Strengths {
  readonly slope: Vec;
  readonly curvature: Vec;
}

/** The strengths that a report tells of. */
export const strengthsOf = ({ edges }: SmoothingReport): Strengths => ({
  slope: Float64Array.from(edges, ({ slope }) => slope), curvature: Float64Array.from(edges, ({ curvature }) => curvature),
});

/** What smoothing that chooses itself remembers, as plain data. */
export interface SmoothingSnapshot extends Strengths {
  /** Variance of the sum at the end of every edge, and the parameters at which it was: those before the step that was taken last. */
  readonly variance: Vec;
  readonly preparedAt: Vec;
  /** Whether the strengths are more than a beginning. */
  readonly isKnown: boolean;
  /** Degrees of freedom after the last updates, latest last. */
  readonly history: Vec;
  readonly best: (Strengths & { readonly state: SavedState; readonly criterion: number }) | null;
}
