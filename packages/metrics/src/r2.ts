import { defineMetric, type Samples } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * Coefficient of determination 1 - SS_res / SS_tot, both summed over all rows and outputs, SS_tot about each output's own mean:
 * 1 is perfect, 0 as good as the mean, below 0 worse. NaN when every output's targets are constant: there is nothing to explain.
 *
 * @experimental
 */
export const r2 = defineMetric({
  name: 'r2',
  summary: "Share of the targets' variance that is explained: 1 perfect, 0 no better than the mean",
  options: z.strictObject({}),
  task: 'regression',
  undefinedWhere: 'all targets are the same',
  evaluate({ values }, targets) {
    const total = squaresAboutMeans(targets);
    const residual = values.reduce((sum, value, k) => sum + (value - targets.values[k]!) ** 2, 0);
    return total === 0 ? NaN : 1 - residual / total;
  },
});

/** Sum of squares about each column's mean; exactly 0 for constant columns, because the first row is subtracted before anything is rounded. */
function squaresAboutMeans({ count, width, values }: Samples): number {
  const shifted = values.map((value, k) => value - values[k % width]!);
  const means = new Float64Array(width);
  shifted.forEach((value, k) => { means[k % width]! += value / count; });
  return shifted.reduce((sum, value, k) => sum + (value - means[k % width]!) ** 2, 0);
}
