import type { Preset } from './preset.js';

/**
 * One phase of data after another without forgetting: nothing that all samples share may move.
 *
 * A cubic B-spline on 200 intervals answers a sample with four coefficients; the others keep every bit. That takes all of this: no base
 * function and coefficients alone trained (the weight of a base function acts everywhere), no penalty (it ties coefficients to their
 * neighbours), a fixed grid (a move re-expresses the whole curve).
 *
 * Targets stay in the user's units: their mean over all phases is not known when the first one is learned. What no sample has shaped is
 * then near 0, not near that mean.
 *
 * Damping by the identity holds coefficients that few samples see. On five peaks from 100 random points each, test RMSE over 10 seeds has
 * the median 1e-5 and the worst 1e-4; damped by the diagonal of J'J, which is small there too, 2e-5 and 8e-3. The amplitude of the
 * beginning, which is what the curve is where no sample ever was, costs a factor of 2 between 1e-6 and 1e-2. Phases converge within 5 to 11
 * steps, so that 30 are enough, and nothing but the optimizer ends one.
 */
export const continual: Preset = {
  name: 'continual',
  tree: {
    standardizeTargets: false,
    network: {
      basis: { kind: 'b-spline', degree: 3, intervals: 200 },
      edge: { kind: 'residual', base: { kind: 'none' } },
      initializer: { kind: 'small', amplitude: 0.001 },
    },
  },
  fresh: ['standardizeTargets', 'network'],
  each: {
    fit: {
      optimizer: { kind: 'levenberg-marquardt', damping: 'identity' },
      starts: { count: 1 },
      steps: 30,
      smoothing: 0,
      grid: { kind: 'fixed' },
      trainable: ['coefficients'],
      stop: 'none',
    },
  },
};
