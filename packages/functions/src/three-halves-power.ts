import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** x sqrt(x), where x is not negative. */
export const threeHalvesPower = defineFunction({
  name: 'three-halves-power',
  summary: 'x^1.5: begins at 0, level',
  options: z.strictObject({}),
  claims: () => ({ domain: [0, Infinity], scaling: true, complexity: 1.7, expression: 'x^1.5' }),
  apply: (x) => x.mul(x.sqrt()),
});
