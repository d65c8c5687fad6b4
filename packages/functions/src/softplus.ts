import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** log(1 + e^x): a relu whose corner is round. */
export const softplus = defineFunction({
  name: 'softplus',
  summary: 'log(1 + e^x): a relu with a round corner',
  options: z.strictObject({}),
  claims: () => ({ complexity: 2.5, expression: 'log(1 + exp(x))' }),
  apply: (x) => x.softplus(),
});
