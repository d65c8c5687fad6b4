import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** 1 / sqrt(x). */
export const reciprocalSqrt = defineFunction({
  name: 'reciprocal-sqrt',
  summary: '1 / sqrt(x): infinite at 0, where it begins',
  options: z.strictObject({}),
  claims: () => ({ domain: [0, Infinity], scaling: true, complexity: 1.2, expression: '1 / sqrt(x)' }),
  apply: (x) => x.sqrt().reciprocal(),
});
