import type { Preset } from './preset.js';

/**
 * Grid extension that goes on down to the noise: a coarse fit with several starts, then a ladder that doubles the intervals.
 *
 * Every old knot is a new one on these levels, so an extension changes nothing and each rung begins where the last one ended. Eight
 * starts of 25 steps find the good basin of small networks in nearly all seeds; a restart at mu = 1e-4 keeps what was learned. The
 * penalty of 1e-7 holds coefficients that no sample sees. Grids rest for the second
 * half of a rung, because a move undoes digits that the first half won. Validation ends the ladder, so the last levels cost time only
 * where they help.
 */
export const staircase: Preset = {
  name: 'staircase',
  tree: {
    network: { basis: { kind: 'b-spline', degree: 3, intervals: 3 } },
    stages: [
      {
        kind: 'fit',
        optimizer: { kind: 'levenberg-marquardt' },
        starts: { count: 8, steps: 25, keep: 1 },
        steps: 100,
        grid: { kind: 'moving', every: 3, margin: 0.05, fill: 0.8, until: 1 },
      },
      {
        kind: 'extend-grid',
        levels: [6, 12, 24, 48, 96],
        fit: {
          optimizer: { kind: 'levenberg-marquardt', restart: 1e-4 },
          steps: 60,
          smoothing: 1e-7,
          grid: { kind: 'moving', every: 8, margin: 0.05, fill: 0.7, until: 0.5 },
        },
        stop: { patience: 1 },
      },
    ],
  },
  each: { 'extend-grid': { fit: { smoothing: 1e-7 } } },
};
