import { defineFunction, z } from '@knotwork/plugin';

/** cos(x), which is a sine elsewhere. */
export const cosine = defineFunction({
  name: 'cosine',
  summary: 'cos(x): even and periodic',
  options: z.strictObject({}),
  claims: () => ({ shift: 'slope', mirror: 'even', period: 2 * Math.PI, complexity: 0.1, expression: 'cos(x)' }),
  apply: (x) => x.cos(),
});
