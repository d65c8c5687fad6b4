import type { KnownPosterior } from '@knotwork/experiment';
import { normalQuantile } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { noIntervals, noLevel } from './errors.js';
import type { keptRows } from './network-data.js';

/** The level of intervals where none is asked for. */
export const LEVEL = 0.9;

/** Intervals for new observations, in the user's units: `[rows][outputs]`. */
export interface Intervals {
  readonly level: number;
  readonly lower: Samples;
  readonly upper: Samples;
  /**
   * `posterior`: from what smoothing that chose itself leaves open, and the noise that it found. `split-conformal`: from the errors on validation rows, the same
   * width everywhere.
   */
  readonly by: 'posterior' | 'split-conformal';
}

/** @throws KnotworkError `input` */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw noLevel(level);
}

type KeptRows = NonNullable<ReturnType<typeof keptRows>>;

/**
 * Half the width of split-conformal intervals, by output: of n errors the one with number ceil((n + 1) level). New rows that are exchangeable with the validation
 * rows lie inside with at least that probability, whatever the network; where validation rows chose the network, a little less.
 *
 * @source V. Vovk, A. Gammerman and G. Shafer, Algorithmic Learning in a Random World, 2005; J. Lei and others, Distribution-free predictive inference for
 * regression, 2018, doi:10.1080/01621459.2017.1307116
 * @throws KnotworkError `input` where there are too few rows for the level
 */
export function conformalWidths({ targets, predictions }: KeptRows, level: number): Float64Array {
  const { count, width } = targets;
  const rank = Math.ceil((count + 1) * level - 1e-9);
  if (rank > count) throw noIntervals(`${count} validation rows are too few for the level ${level}, which takes ${Math.ceil(level / (1 - level) - 1e-9)}. Ask for a lower one.`);
  return Float64Array.from({ length: width }, (_, o) => {
    const errors = Float64Array.from({ length: count }, (__, n) => Math.abs(targets.values[n * width + o]! - predictions.values[n * width + o]!)).sort();
    return errors[rank - 1]!;
  });
}

/** What one network leaves open at some rows: standard deviations of a new observation, in network units, `[rows][outputs]`. */
export async function observationErrors({ posterior, noise, bandNoise, observations }: KnownPosterior, inputs: Samples, observationsKept: number): Promise<Float64Array> {
  const spread = await posterior.spread(inputs);
  const width = noise.length;
  // It divides by the observations that it was shown, a sample of those that there were.
  return spread.map((v, k) => Math.hypot(Math.sqrt(Math.max(v, 0) * (observationsKept / observations)) * bandNoise[k % width]!, noise[k % width]!));
}

/** The number of standard deviations on either side of a normal distribution that hold a share of it. */
export const deviationsFor = (level: number): number => normalQuantile((1 + level) / 2);
