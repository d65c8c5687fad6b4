import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** The inverse of the sine. */
export const arcsin = defineFunction({
  name: 'arcsin',
  summary: 'Inverse sine: odd, defined from -1 to 1, where it is vertical',
  options: z.strictObject({}),
  claims: () => ({ domain: [-1, 1], mirror: 'odd', complexity: 1.5, expression: 'asin(x)' }),
  apply: (x) => x.asin(),
});
