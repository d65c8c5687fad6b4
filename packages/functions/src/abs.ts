import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** The absolute value. */
export const abs = defineFunction({
  name: 'abs',
  summary: 'Absolute value: even, with a corner at 0',
  options: z.strictObject({}),
  claims: () => ({ scaling: true, mirror: 'even', complexity: 1.2, expression: 'abs(x)' }),
  apply: (x) => x.abs(),
});
