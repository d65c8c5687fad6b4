import type { Preset } from './preset.js';

/**
 * One phase of data after another without forgetting: nothing that all samples share may move.
 *
 * A cubic B-spline on 200 intervals answers a sample with four coefficients; the others keep every bit. That takes all of this:
 * no base function (it acts everywhere), coefficients alone trained (a bias shifts the whole curve), no penalty (it ties coefficients
 * to their neighbours), a fixed grid (a move re-expresses the whole curve), and damping by the identity (the diagonal of J'J is 0 where no
 * sample is). Beginnings of 0.001 leave what was not visited yet near zero. Nothing ends a phase early: late steps still win digits.
 */
export const continual: Preset = {
  name: 'continual',
  tree: {
    network: {
      basis: { kind: 'b-spline', degree: 3, intervals: 200 },
      edge: { kind: 'residual', base: { kind: 'none' } },
      initializer: { kind: 'small', amplitude: 0.001 },
    },
  },
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
