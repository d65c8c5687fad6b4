import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** x^5. */
export const fifthPower = defineFunction({
  name: 'fifth-power',
  summary: 'x^5: odd',
  options: z.strictObject({}),
  claims: () => ({ scaling: true, mirror: 'odd', complexity: 1.7, expression: 'x^5' }),
  apply: (x) => x.pow(5),
});
