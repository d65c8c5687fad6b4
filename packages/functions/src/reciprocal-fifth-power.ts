import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** 1 / x^5, with a pole at 0. */
export const reciprocalFifthPower = defineFunction({
  name: 'reciprocal-fifth-power',
  summary: '1 / x^5: a pole at 0',
  options: z.strictObject({}),
  claims: () => ({ domain: [0, Infinity], scaling: true, mirror: 'odd', complexity: 2.7, expression: '1 / x^5' }),
  apply: (x) => x.pow(-5),
});
