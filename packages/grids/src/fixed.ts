import { defineGridStrategy } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Grids stay where they are. */
export const fixed = defineGridStrategy({
  name: 'fixed',
  summary: 'Grids stay where they are',
  options: z.strictObject({}),
  capabilities: { knots: 'none' },
  isDue: () => false,
  place: () => null,
});
