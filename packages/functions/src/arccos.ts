import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** The inverse of the cosine. */
export const arccos = defineFunction({
  name: 'arccos',
  summary: 'Inverse cosine: pi/2 minus the inverse sine',
  options: z.strictObject({}),
  claims: () => ({ domain: [-1, 1], mirror: 'odd', complexity: 1.6, expression: 'acos(x)' }),
  apply: (x) => x.acos(),
});
