import { defineMetric } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** mean |y - t| over all rows and outputs. @experimental */
export const mae = defineMetric({
  name: 'mae',
  summary: 'Mean absolute error over all rows and outputs',
  options: z.strictObject({}),
  task: 'regression',
  evaluate: ({ values }, targets) => values.reduce((sum, value, k) => sum + Math.abs(value - targets.values[k]!), 0) / values.length,
});
