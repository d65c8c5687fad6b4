import type { Preset } from './preset.js';

/**
 * A table of somebody's: cross-validation chooses between an additive network, which few rows can carry, two with hidden nodes and a deeper one, and says whether
 * any is worth it beside simple models; smoothness chooses itself.
 */
export const table: Preset = {
  name: 'table',
  tree: { network: { widths: { hidden: [[], [3], [5], [5, 5]], folds: 5 } }, stages: [{ kind: 'fit' }] },
  fresh: ['network'],
  each: {},
};
