import { mean } from '@knotwork/numerics';
import { studentQuantile } from './distributions/student-t.js';
import { noPairs, notFinite, refuseProbability } from './errors.js';
import type { Interval } from './interval.js';

/** Mean of numbers, and how well it is known. */
export interface MeanEstimate {
  readonly center: number;
  /** Sample standard deviation, over n - 1; null for one number. */
  readonly deviation: number | null;
  /** Null for one number. */
  readonly interval: Interval | null;
}

/**
 * Mean with Student's interval, center ± t s / sqrt(n): exact for normal numbers. Of log ratios it is the geometric mean of the ratios.
 *
 * @param values `[n]`, n at least 1, finite
 * @param level in (0, 1)
 * @throws RangeError for none, or one that is not finite
 *
 * @example
 * meanEstimate([1, 2, 6]); // center 3, deviation 2.646, from -3.572 to 9.572
 *
 * @source Student, The Probable Error of a Mean, 1908.
 */
export function meanEstimate(values: ArrayLike<number>, level = 0.95): MeanEstimate {
  refuseProbability('level', level);
  if (values.length === 0) throw noPairs();
  for (let k = 0; k < values.length; k++) if (!Number.isFinite(values[k])) throw notFinite('values', k, values[k]!);
  const n = values.length;
  const center = mean(values);
  if (n === 1) return { center, deviation: null, interval: null };
  const deviation = Math.sqrt(Array.from(values).reduce((sum, value) => sum + (value - center) ** 2, 0) / (n - 1));
  const half = (studentQuantile((1 + level) / 2, n - 1) * deviation) / Math.sqrt(n);
  return { center, deviation, interval: { lower: center - half, upper: center + half, level } };
}
