import { defineMetric } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Share of the rows whose largest output is that of their class; the first of several that are equal. NaN where an output is not a number. @experimental */
export const accuracy = defineMetric({
  name: 'accuracy',
  summary: 'Share of the rows whose class is predicted',
  options: z.strictObject({}),
  task: 'classification',
  evaluate({ count, width, values }, targets) {
    if (values.some(Number.isNaN)) return NaN;
    const classOf = (all: Float64Array, row: number): number => { const own = all.subarray(row * width, (row + 1) * width); return own.indexOf(own.reduce((a, b) => Math.max(a, b))); };
    let hits = 0;
    for (let row = 0; row < count; row++) if (classOf(values, row) === classOf(targets.values, row)) hits++;
    return hits / count;
  },
});
