import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** x^4. */
export const fourthPower = defineFunction({
  name: 'fourth-power',
  summary: 'x^4: even',
  options: z.strictObject({}),
  claims: () => ({ scaling: true, mirror: 'even', complexity: 1.2, expression: 'x^4' }),
  apply: (x) => x.pow(4),
});
