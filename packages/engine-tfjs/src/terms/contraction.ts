import type { Tensor } from '../tfjs-module.js';

/** Coefficients and features, multiplied and added up. Numbers per edge come as `[rows][edges]`, features as `[samples][rows * groups]`. */
export interface Contraction {
  /** Weights as this contraction multiplies them. @param weights `[rows][edges]` */
  prepare(weights: Tensor): Tensor;
  /** Adds up: `[samples][sums]` of the layer. */
  sums(dense: Tensor, weights: Tensor): Tensor;
  /** Derivative in every feature, from those in the sums of the layer: `[samples][rows * groups]`. */
  features(gz: Tensor, weights: Tensor): Tensor;
  /** Derivative in every weight: `[rows][edges]`. */
  weights(dense: Tensor, gz: Tensor): Tensor;
  /** The same for each sample: `[samples][rows][edges]`. */
  weightsBySample(dense: Tensor, gz: Tensor): Tensor;
  /** Inputs of the groups: `[samples][groups]`, of those of the layer. */
  pick(x: Tensor): Tensor;
  /** Adds numbers of groups up by inputs of the layer: `[samples][inputs]`. */
  spread(byGroup: Tensor): Tensor;
  dispose(): void;
}
