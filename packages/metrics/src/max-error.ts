import { defineMetric } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** max |y - t| over all rows and outputs. @experimental */
export const maxError = defineMetric({
  name: 'max-error',
  summary: 'Largest absolute error over all rows and outputs',
  options: z.strictObject({}),
  task: 'regression',
  evaluate: ({ values }, targets) => values.reduce((worst, value, k) => Math.max(worst, Math.abs(value - targets.values[k]!)), 0),
});
