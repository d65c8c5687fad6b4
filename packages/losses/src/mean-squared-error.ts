import { defineLoss } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Residuals y - t, one per output: half their mean square is minimized. */
export const meanSquaredError = defineLoss({
  name: 'mean-squared-error',
  summary: 'Half the mean square of output minus target; the loss of regression with Gaussian noise',
  options: z.strictObject({}),
  form: 'residuals',
  formula: (outputs, targets) => outputs.map((output, i) => output.sub(targets[i]!)),
});
