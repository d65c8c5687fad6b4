import { defineFunction, z } from '@knotwork/plugin';

/** The inverse of the cosine. */
export const arccos = defineFunction({
  name: 'arccos',
  summary: 'Inverse cosine: pi/2 minus the inverse sine',
  options: z.strictObject({}),
  claims: () => ({ domain: [-1, 1], mirror: 'odd', complexity: 1.6, expression: 'acos(x)' }),
  apply: (x) => x.acos(),
});
