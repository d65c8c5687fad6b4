import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** (e^x + e^-x) / 2. */
export const cosh = defineFunction({
  name: 'cosh',
  summary: 'Hyperbolic cosine (e^x + e^-x) / 2: even, overflows beyond 710',
  options: z.strictObject({}),
  claims: () => ({ shift: 'slope', mirror: 'even', complexity: 1, expression: 'cosh(x)' }),
  apply: (x) => x.cosh(),
});
