/**
 * What residuals say of the noise. `variance`: its variance is estimated from squared residuals. `robust`: its scale is, from the median of absolute
 * residuals; for losses of residuals that outliers must not decide. `known`: the loss is minus the logarithm of a likelihood, and its dispersion is 1.
 */
export interface Likelihood {
  readonly noise: 'variance' | 'robust' | 'known';
  /** Numbers of a point that the objective is a mean over. */
  readonly perPoint: number;
}
