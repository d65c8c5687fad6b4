import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** tan(x), between two poles. */
export const tangent = defineFunction({
  name: 'tangent',
  summary: 'tan(x): odd, with poles at odd multiples of pi/2',
  options: z.strictObject({}),
  claims: () => ({ domain: [-Math.PI / 2, Math.PI / 2], mirror: 'odd', period: Math.PI, complexity: 1.5, expression: 'tan(x)' }),
  apply: (x) => x.tan(),
});
