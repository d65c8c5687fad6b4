import type { Preset } from './preset.js';

/**
 * Differential equations whose solutions may be steep: points are drawn anew while grids get finer, so that nothing hides between them, and the last steps are over all
 * points of the data set. Beside what `solve` has by default: B-splines of degree 5 without a base function, hidden inputs through tanh.
 */
export const pde: Preset = {
  name: 'pde',
  tree: {
    stages: [
      { kind: 'solve', starts: { count: 8, steps: 60 }, steps: 150, levels: [10, 20, 40], draw: { every: 20, count: 6000 } },
      { kind: 'solve', steps: 600 },
    ],
  },
  fresh: ['stages.0.starts'],
  each: {},
};
