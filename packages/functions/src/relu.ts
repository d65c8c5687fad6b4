import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** max(0, x): 0 on the left, x on the right; its slope jumps at 0. */
export const relu = defineFunction({
  name: 'relu',
  summary: 'Rectified linear unit max(0, x)',
  options: z.strictObject({}),
  apply: (x) => x.relu(),
});
