import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** The bell curve e^(-x^2). */
export const gaussian = defineFunction({
  name: 'gaussian',
  summary: 'Bell curve e^(-x^2): even, 1 at 0',
  options: z.strictObject({}),
  claims: () => ({ mirror: 'even', complexity: 0.7, expression: 'exp(-x^2)' }),
  apply: (x) => x.square().neg().exp(),
});
