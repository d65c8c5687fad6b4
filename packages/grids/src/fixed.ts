import { defineGridStrategy, z } from '@knotwork/plugin';

/** Grids stay where they are. */
export const fixed = defineGridStrategy({
  name: 'fixed',
  summary: 'Grids stay where they are',
  options: z.strictObject({}),
  capabilities: { knots: 'none' },
  isDue: () => false,
  place: () => null,
});
