import { defineLoss } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * The mean of |y - t| over the outputs: outliers pull no harder than any other row, and the best constant is the median. It bends nowhere, so
 * that optimizers that solve normal equations cannot minimize it; Huber's loss with a small delta is close to it.
 */
export const meanAbsoluteError = defineLoss({
  name: 'mean-absolute-error',
  summary: 'Mean absolute error; robust against outliers, for first-order optimizers',
  options: z.strictObject({}),
  form: 'loss',
  formula: (outputs, targets) => [outputs.map((output, i) => output.sub(targets[i]!).abs()).reduce((a, b) => a.add(b)).div(outputs.length)],
});
