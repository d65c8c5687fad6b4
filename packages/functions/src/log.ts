import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** The natural logarithm. */
export const log = defineFunction({
  name: 'log',
  summary: 'Natural logarithm: defined above 0',
  options: z.strictObject({}),
  claims: () => ({ domain: [0, Infinity], scaling: true, complexity: 0.3, expression: 'log(x)' }),
  apply: (x) => x.log(),
});
