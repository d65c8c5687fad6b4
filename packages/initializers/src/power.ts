import { cite, defineInitializer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { normalValues } from './normal-values.js';

/**
 * Spreads by a power of the size of a layer, found by search over functions and differential equations:
 *
 *     c ~ N(0, (gain n^-basis)^2)    w_b ~ N(0, (gain n^-base)^2)    n = inputs * coefficients per edge
 *
 * The source finds 1/4 for the base function and anything from 3/4 to 2 for the basis to be about as good.
 */
export const power = defineInitializer({
  name: 'power',
  summary: 'Random coefficients and base weights that shrink by a power of the number of numbers into a node',
  source: cite({
    authors: ['S. Rigas', 'D. Verma', 'G. Alexandridis', 'Y. Wang'], year: 2025,
    title: 'Initialization Schemes for Kolmogorov-Arnold Networks: An Empirical Study', id: 'arXiv:2509.03417',
  }),
  options: z.strictObject({
    gain: z.number().positive().default(1).describe('Factor of all spreads'),
    basis: z.number().min(0).max(4).default(1).describe('Exponent of the coefficients'),
    base: z.number().min(0).max(4).default(0.25).describe('Exponent of the base weights'),
  }),
  initialize(shape, stream, { gain, basis, base }) {
    const n = shape.inputs * shape.size;
    return normalValues(shape, stream, { coefficient: () => gain * n ** -basis, baseWeight: gain * n ** -base });
  },
});
