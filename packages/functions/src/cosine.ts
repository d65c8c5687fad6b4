import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** cos(x), which is a sine elsewhere. */
export const cosine = defineFunction({
  name: 'cosine',
  summary: 'cos(x): even and periodic',
  options: z.strictObject({}),
  claims: () => ({ shift: 'slope', mirror: 'even', period: 2 * Math.PI, complexity: 0.1, expression: 'cos(x)' }),
  apply: (x) => x.cos(),
});
