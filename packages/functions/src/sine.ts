import { cite, defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** sin(frequency x): odd and periodic. */
export const sine = defineFunction({
  name: 'sine',
  summary: 'sin(frequency x): odd and periodic',
  source: cite({ authors: ['V. Sitzmann', 'et al.'], year: 2020, title: 'Implicit Neural Representations with Periodic Activation Functions', id: 'arXiv:2006.09661' }),
  options: z.strictObject({ frequency: z.number().positive().default(1).describe('Factor of the argument') }),
  claims: ({ frequency }) => ({
    shift: 'slope', mirror: 'odd', period: (2 * Math.PI) / frequency, complexity: 0, expression: frequency === 1 ? 'sin(x)' : `sin(${frequency} * x)`,
  }),
  apply: (x, { frequency }) => x.mul(frequency).sin(),
});
