import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** 1 / x^3, with a pole at 0. */
export const reciprocalCube = defineFunction({
  name: 'reciprocal-cube',
  summary: '1 / x^3: a pole at 0',
  options: z.strictObject({}),
  claims: () => ({ domain: [0, Infinity], scaling: true, mirror: 'odd', complexity: 1.7, expression: '1 / x^3' }),
  apply: (x) => x.pow(-3),
});
