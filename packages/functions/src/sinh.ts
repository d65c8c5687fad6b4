import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** (e^x - e^-x) / 2. */
export const sinh = defineFunction({
  name: 'sinh',
  summary: 'Hyperbolic sine (e^x - e^-x) / 2: odd, overflows beyond 710',
  options: z.strictObject({}),
  claims: () => ({ shift: 'slope', mirror: 'odd', complexity: 1.5, expression: 'sinh(x)' }),
  apply: (x) => x.sinh(),
});
