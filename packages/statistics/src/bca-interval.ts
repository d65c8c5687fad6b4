import { normalProbability, normalQuantile, quantiles, randomStream } from '@knotwork/numerics';
import { studentQuantile } from './distributions/student-t.js';
import { badIndices, noPairs, noResamples, refuseCount, refuseProbability } from './errors.js';
import { refuseInfinite } from './geometric-mean.js';
import type { Interval } from './interval.js';

/** How an interval is bootstrapped. */
export interface BcaOptions {
  /** In (0, 1); default 0.95. */
  readonly level?: number | undefined;
  /** Resamples, at least 1, that are drawn from `seed`; default 10,000. */
  readonly resamples?: number | undefined;
  /** Whole, at least 0; default 0. The same seed draws the same resamples everywhere. */
  readonly seed?: number | undefined;
  /** Resamples to take instead, each `[n]` indices from 0 to n - 1. */
  readonly indices?: readonly ArrayLike<number>[] | undefined;
  /**
   * `student`, the default: quantiles of Student's t, wider by sqrt(n / (n - 1)), in place of normal ones, because resamples spread less than samples and their interval is too narrow for small n.
   * `none`: Efron's, which SciPy has.
   */
  readonly correction?: 'student' | 'none' | undefined;
}

/**
 * Bias-corrected and accelerated bootstrap interval of a mean.
 *
 * Ends are quantiles of the means of resamples at Φ(z0 + (z0 + z) / (1 - a (z0 + z))), z = ±normal or Student's quantile; z0 is Φ⁻¹ of the share of means below that of the sample, ties half,
 * a = Σ d³ / (6 (Σ d²)^1.5) from deviations d of the sample.
 *
 * @param values `[n]`, n at least 1, finite
 * @returns an interval without width where all are equal
 * @throws RangeError for values, indices or options that are none
 *
 * Cost: n draws for a resample; 20 ms for 20 values and 10,000 resamples.
 *
 * @example
 * bcaInterval([1, 2, 6, 3, 3, 4], { seed: 7 });
 *
 * @source B. Efron, Better Bootstrap Confidence Intervals, 1987; T. C. Hesterberg, What Teachers Should Know About the Bootstrap, 2015, section 4.2 (`student`, there called expanded).
 */
export function bcaInterval(values: ArrayLike<number>, options: BcaOptions = {}): Interval {
  const { level = 0.95, correction = 'student' } = options;
  refuseProbability('level', level);
  if (values.length === 0) throw noPairs();
  refuseInfinite('values', values);
  const center = resampledMean(values, new Uint32Array(values.length).fill(1));
  const deviations = Array.from(values, (value) => value - center);
  const squares = deviations.reduce((sum, d) => sum + d ** 2, 0);
  if (squares === 0) return { lower: center, upper: center, level };
  const means = resampledMeans(values, options);
  const acceleration = deviations.reduce((sum, d) => sum + d ** 3, 0) / (6 * squares ** 1.5);
  const bias = normalQuantile(shareBelow(means, center));
  const z = correction === 'student' ? studentQuantile((1 + level) / 2, values.length - 1) * Math.sqrt(values.length / (values.length - 1)) : normalQuantile((1 + level) / 2);
  const at = (end: number): number => normalProbability(bias + (bias + end) / (1 - acceleration * (bias + end)));
  const [lower, upper] = quantiles(means, Float64Array.of(at(-z), at(z)));
  return { lower: lower!, upper: upper!, level };
}

/** Share of means below the center, ties half; never 0 or 1, where the correction would be infinite. */
function shareBelow(means: Float64Array, center: number): number {
  let twice = 0;
  for (const value of means) twice += Number(value < center) + Number(value <= center);
  return Math.min(Math.max(twice, 1), 2 * means.length - 1) / (2 * means.length);
}

function resampledMeans(values: ArrayLike<number>, { indices, resamples = 10_000, seed = 0 }: BcaOptions): Float64Array {
  const n = values.length;
  const counts = new Uint32Array(n);
  if (indices !== undefined) {
    if (indices.length === 0) throw noResamples();
    return Float64Array.from(indices, (drawn, number) => {
      counts.fill(0);
      if (drawn.length !== n) throw badIndices(number, n);
      for (let k = 0; k < n; k++) {
        if (!(Number.isInteger(drawn[k]) && drawn[k]! >= 0 && drawn[k]! < n)) throw badIndices(number, n);
        counts[drawn[k]!]! += 1;
      }
      return resampledMean(values, counts);
    });
  }
  refuseCount('resamples', resamples, 1);
  const stream = randomStream(seed, 'bca');
  return Float64Array.from({ length: resamples }, () => {
    counts.fill(0);
    for (let k = 0; k < n; k++) counts[stream.integer(n)]! += 1;
    return resampledMean(values, counts);
  });
}

/** Summed in the order of the sample, so that resamples with the same values have the same mean to the last bit. */
function resampledMean(values: ArrayLike<number>, counts: Uint32Array): number {
  let sum = 0;
  for (let k = 0; k < counts.length; k++) sum += counts[k]! * values[k]!;
  return sum / counts.length;
}
