import { constant, defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** The inverse of the hyperbolic tangent. */
export const arctanh = defineFunction({
  name: 'arctanh',
  summary: 'Inverse hyperbolic tangent: odd, infinite at -1 and 1',
  options: z.strictObject({}),
  claims: () => ({ domain: [-1, 1], mirror: 'odd', complexity: 2, expression: 'atanh(x)' }),
  apply: (x) => x.add(1).div(constant(1).sub(x)).log().mul(0.5),
});
