import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** x^2. */
export const square = defineFunction({
  name: 'square',
  summary: 'x^2: even',
  options: z.strictObject({}),
  claims: () => ({ scaling: true, shift: 'slope', mirror: 'even', complexity: 0, expression: 'x^2' }),
  apply: (x) => x.square(),
});
