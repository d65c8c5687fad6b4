import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** The inverse of the tangent. */
export const arctan = defineFunction({
  name: 'arctan',
  summary: 'Inverse tangent: odd, from -pi/2 to pi/2',
  options: z.strictObject({}),
  claims: () => ({ mirror: 'odd', complexity: 1.2, expression: 'atan(x)' }),
  apply: (x) => x.atan(),
});
