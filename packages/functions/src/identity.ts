import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** x itself: as a base function it gives every edge a trainable slope. */
export const identity = defineFunction({
  name: 'identity',
  summary: 'The argument itself',
  options: z.strictObject({}),
  claims: () => ({ scaling: true, shift: 'itself', mirror: 'odd', complexity: 0, expression: 'x' }),
  apply: (x) => x,
});
