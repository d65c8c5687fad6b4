import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** x^3. */
export const cube = defineFunction({
  name: 'cube',
  summary: 'x^3: odd',
  options: z.strictObject({}),
  claims: () => ({ scaling: true, mirror: 'odd', complexity: 0.7, expression: 'x^3' }),
  apply: (x) => x.pow(3),
});
