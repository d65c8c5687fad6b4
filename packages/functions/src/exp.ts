import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** e^x. */
export const exp = defineFunction({
  name: 'exp',
  summary: 'Exponential function e^x: overflows from 710 on',
  options: z.strictObject({}),
  claims: () => ({ shift: 'itself', complexity: 0, expression: 'exp(x)' }),
  apply: (x) => x.exp(),
});
