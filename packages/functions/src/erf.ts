import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** The error function. */
export const erf = defineFunction({
  name: 'erf',
  summary: 'Error function: odd, from -1 to 1, its slope a bell curve',
  options: z.strictObject({}),
  claims: () => ({ mirror: 'odd', complexity: 2.5, expression: 'erf(x)' }),
  apply: (x) => x.erf(),
});
