import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** 1 / x^4, with a pole at 0. */
export const reciprocalFourthPower = defineFunction({
  name: 'reciprocal-fourth-power',
  summary: '1 / x^4: a pole at 0',
  options: z.strictObject({}),
  claims: () => ({ domain: [0, Infinity], scaling: true, mirror: 'even', complexity: 2.2, expression: '1 / x^4' }),
  apply: (x) => x.pow(-4),
});
