import { defineInitializer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { normalValues } from './normal-values.js';

/**
 * Small random edges: c ~ N(0, amplitude^2 / inputs), w_b = 0, w_s = 1.
 *
 * A node that sums `inputs` such edges has a standard deviation of at most `amplitude`, whatever its number of inputs, on a basis
 * that is not negative and adds up to one. The base function starts switched off and is free to grow.
 *
 * With `around` coefficients spread around that number: around 1, a network of functions that are chosen already begins as what they say.
 */
export const small = defineInitializer({
  name: 'small',
  summary: 'Small random coefficients scaled by the number of inputs, base function off',
  options: z.strictObject({
    amplitude: z.number().positive().default(0.3).describe('Standard deviation of the coefficients times the root of the number of inputs'),
    around: z.number().optional().describe('Mean of the coefficients; 0 where it is left out'),
  }),
  initialize(shape, stream, { amplitude, around = 0 }) {
    const values = normalValues(shape, stream, { coefficient: () => amplitude / Math.sqrt(shape.inputs), baseWeight: 0 });
    return { ...values, coefficients: Float64Array.from(values.coefficients, (c) => around + c) };
  },
});
