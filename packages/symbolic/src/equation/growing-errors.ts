import { rootMeanSquare } from '@knotwork/numerics';
import { leftOver } from './left-over.js';
import { MOST_NOISE, natsOf, POWERS, type Power } from './proportional-errors.js';

/** What errors are at least, as shares of the root mean square of what they grow with: where values are small, a flexible model has errors of its own. */
const FLOORS = [1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625] as const;
/** Nats by which errors that grow have to describe all rows better than errors that are alike, and each half of them: two numbers are chosen here, and one row may be far off. */
const [CLEAR, IN_HALF] = [10, 3];
/** Probability of chance below which what is left follows the inputs. */
const CHANCE = 0.02;

/**
 * What errors of rows are to be multiplied by, so that all are alike, where what a flexible model leaves grows clearly with its values, or with their roots, and is noise as far as neighbours tell; null elsewhere.
 * What a wrong form leaves grows with targets as well: whoever compares forms asks this of the model that knows none, once, and not of each form.
 *
 * @param columns of the inputs, by name, @param values of the model, in the user's units, as targets are: a shift is no factor
 * @returns of mean square 1, since weights of rows are
 */
export function scalesOfGrowing(columns: Parameters<typeof leftOver>[0], values: Float64Array, targets: Float64Array): Float64Array | null {
  const errors = targets.map((y, n) => y - values[n]!);
  if (!errors.every(Number.isFinite) || rootMeanSquare(errors) > MOST_NOISE * rootMeanSquare(targets)) return null;
  const rows = [...errors.keys()];
  const halves = [0, 1].map((half) => rows.filter((n) => n % 2 === half));
  const ways = POWERS.flatMap((power) => FLOORS.map((floor) => scalesOf(values, power, floor))).map((scales) => ({ scales, gain: gainOf(errors, scales, rows) })).sort((a, b) => b.gain - a.gain);
  const clear = ways.filter(({ scales, gain }) => gain > CLEAR && halves.every((half) => gainOf(errors, scales, half) > IN_HALF));
  // A model may be off by more than noise where values are small, which follows the inputs: with a larger least size that is not seen. The likeliest least size is as large as it.
  return clear.some(({ scales }) => isNoise(columns, values, errors.map((e, n) => e * scales[n]!))) ? clear[0]!.scales : null;
}

/** Whether errors follow neither an input nor the values. Of rounding nothing is told. */
function isNoise(columns: Parameters<typeof leftOver>[0], values: Float64Array, errors: Float64Array): boolean {
  const followed = leftOver(columns, values, values.map((v, n) => v + errors[n]!));
  return followed !== null && followed.p >= CHANCE;
}

/** What errors are multiplied by, of mean square 1. */
function scalesOf(values: Float64Array, power: Power, floor: number): Float64Array {
  const sizes = values.map((v) => Math.abs(v) ** power);
  const least = floor * rootMeanSquare(sizes);
  const scales = sizes.map((v) => 1 / Math.hypot(v, least));
  const size = rootMeanSquare(scales);
  return scales.map((s) => s / size);
}

/** Nats by which errors of these sizes describe rows better than errors that are alike. */
function gainOf(errors: Float64Array, scales: Float64Array, rows: readonly number[]): number {
  const at = (of: (n: number) => number): Float64Array => Float64Array.from(rows, of);
  return natsOf(at((n) => errors[n]! ** 2), null) - natsOf(at((n) => (errors[n]! * scales[n]!) ** 2), at((n) => scales[n]!));
}
