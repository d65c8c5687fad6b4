import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** 1 / x, with a pole at 0. */
export const reciprocal = defineFunction({
  name: 'reciprocal',
  summary: '1 / x: a pole at 0',
  options: z.strictObject({}),
  claims: () => ({ domain: [0, Infinity], scaling: true, mirror: 'odd', complexity: 0.7, expression: '1 / x' }),
  apply: (x) => x.reciprocal(),
});
