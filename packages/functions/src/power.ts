import { defineFunction, where } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** x^exponent, where x is not negative: 0 at 0, where no logarithm is asked for, and no slope, which may be infinite. */
export const power = defineFunction({
  name: 'power',
  summary: 'x^exponent: any positive exponent, begins at 0',
  options: z.strictObject({ exponent: z.number().positive().default(0.5).describe('Exponent, above 0') }),
  claims: ({ exponent }) => ({ domain: [0, Infinity], scaling: true, complexity: 2, expression: `x^${exponent}` }),
  apply: (x, { exponent }) => where(x.greater(0), x.pow(exponent), where(x, x.log(), 0)),
});
