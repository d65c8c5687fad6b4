import { besselJ0 as j0 } from '@knotwork/algebra';
import { cite, defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** J0, the Bessel function of the first kind of order 0. */
export const besselJ0 = defineFunction({
  name: 'bessel-j0',
  summary: 'Bessel function J0: even, a wave that dies away as 1 / sqrt(x)',
  source: cite({ authors: ['M. Abramowitz', 'I. A. Stegun'], year: 1964, title: 'Handbook of Mathematical Functions, 9.1 and 9.2', id: 'isbn:978-0-486-61272-0' }),
  options: z.strictObject({}),
  claims: () => ({ mirror: 'even', complexity: 3, expression: 'besselJ0(x)' }),
  apply: j0,
});
