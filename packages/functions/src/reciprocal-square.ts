import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** 1 / x^2, with a pole at 0. */
export const reciprocalSquare = defineFunction({
  name: 'reciprocal-square',
  summary: '1 / x^2: a pole at 0',
  options: z.strictObject({}),
  claims: () => ({ domain: [0, Infinity], scaling: true, mirror: 'even', complexity: 1.2, expression: '1 / x^2' }),
  apply: (x) => x.pow(-2),
});
