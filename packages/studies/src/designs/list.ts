import * as z from '@knotwork/plugin/zod';
import { defineDesign } from './design.js';

/** The arms that the file lists. @experimental */
export const list = defineDesign({
  name: 'list',
  summary: 'The arms that the file lists, each by levels of factors; those that are left out are the levels of the baseline',
  options: z.strictObject({
    arms: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))).min(1).max(10_000).describe('Arms, such as { network.basis: chebyshev, schedule: ladder }'),
  }),
  arms: ({ baseline }, { arms }) => arms.map((levels) => ({ levels: { ...baseline, ...Object.fromEntries(Object.entries(levels).map(([name, level]) => [name, String(level)])) } })),
});
