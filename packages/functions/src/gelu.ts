import { cite, defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** x Phi(x), Phi the distribution function of the normal distribution, by the tanh that the source gives: off by less than 5e-4. */
export const gelu = defineFunction({
  name: 'gelu',
  summary: 'Gaussian error linear unit x Phi(x): a smooth relu that dips below zero',
  source: cite({ authors: ['D. Hendrycks', 'K. Gimpel'], year: 2016, title: 'Gaussian Error Linear Units (GELUs)', id: 'arXiv:1606.08415' }),
  options: z.strictObject({}),
  claims: () => ({ complexity: 6 }),
  apply: (x) => x.add(x.square().mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI)).tanh().add(1).mul(x).mul(0.5),
});
