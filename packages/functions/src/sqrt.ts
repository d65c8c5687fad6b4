import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** The square root. */
export const sqrt = defineFunction({
  name: 'sqrt',
  summary: 'Square root: vertical at 0, where it begins',
  options: z.strictObject({}),
  claims: () => ({ domain: [0, Infinity], scaling: true, complexity: 0.7, expression: 'sqrt(x)' }),
  apply: (x) => x.sqrt(),
});
