import { defineMetric } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** sqrt(mean (y - t)^2) over all rows and outputs. @experimental */
export const rmse = defineMetric({
  name: 'rmse',
  summary: 'Root mean square error over all rows and outputs',
  options: z.strictObject({}),
  task: 'regression',
  evaluate({ values }, targets) {
    const squares = values.reduce((sum, value, k) => sum + (value - targets.values[k]!) ** 2, 0);
    return Math.sqrt(squares / values.length);
  },
});
