import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** max(0, x): 0 on the left, x on the right; its slope jumps at 0. */
export const relu = defineFunction({
  name: 'relu',
  summary: 'Rectified linear unit max(0, x)',
  options: z.strictObject({}),
  claims: () => ({ scaling: true, complexity: 2, expression: 'max(0, x)' }),
  apply: (x) => x.relu(),
});
