import { quantiles } from '@knotwork/numerics';
import type { RobustMap, Samples } from '@knotwork/plugin';
import { columnOf, columnStatistics } from '../standardize.js';

/** Interquartile range of a normal distribution, in standard deviations. */
const NORMAL_RANGE = 1.3489795003921634;

/**
 * The map asinh((u - m) / s) of one column, with its median m and s the standard deviation of a normal distribution of the same interquartile range.
 * Where the middle half of the rows are alike that range says nothing, and the column's own standard deviation takes its place, or 1 of a constant one.
 */
export function robustMap(samples: Samples, column: number): RobustMap {
  const [low, center, high] = quantiles(columnOf(samples, column), Float64Array.of(0.25, 0.5, 0.75)) as unknown as [number, number, number];
  const spread = (high - low) / NORMAL_RANGE;
  // Rounding alone leaves about 1e-16 of the values; dividing by that would turn noise into signal.
  const isSpread = spread > 1e-12 * Math.max(Math.abs(low), Math.abs(high));
  return { kind: 'robust', center, scale: isSpread ? spread : columnStatistics(samples, column).scale };
}
