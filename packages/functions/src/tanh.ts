import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** (e^x - e^-x) / (e^x + e^-x): odd, from -1 to 1. */
export const tanh = defineFunction({
  name: 'tanh',
  summary: 'Hyperbolic tangent: odd, from -1 to 1',
  options: z.strictObject({}),
  claims: () => ({ mirror: 'odd', complexity: 0.7, expression: 'tanh(x)' }),
  apply: (x) => x.tanh(),
});
