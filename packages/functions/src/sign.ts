import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** -1, 0 or 1. */
export const sign = defineFunction({
  name: 'sign',
  summary: 'Sign -1, 0 or 1: a step at 0',
  options: z.strictObject({}),
  claims: () => ({ scaling: true, mirror: 'odd', complexity: 2, expression: 'sign(x)' }),
  apply: (x) => x.sign(),
});
