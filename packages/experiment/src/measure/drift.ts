/**
 * The largest change of an integral since its beginning, as a share of the largest integral of the absolute value: of what is 0 in the mean a change is one, too.
 *
 * @param values `[times * places]`, one time after the other, @param weights of places, `[places]`
 * @returns NaN where {@link noDrift} has a reason
 */
export function driftOf(values: Float64Array, weights: Float64Array): number {
  const times = values.length / weights.length;
  const integral = (time: number, of: (value: number) => number): number => weights.reduce((sum, weight, place) => sum + weight * of(values[time * weights.length + place]!), 0);
  let [change, size] = [0, 0];
  const first = integral(0, (value) => value);
  for (let time = 0; time < times; time++) {
    change = Math.max(change, Math.abs(integral(time, (value) => value) - first));
    size = Math.max(size, integral(time, Math.abs));
  }
  return change / size;
}

/** Why the drift of a quantity is no number: there is nothing that it would be a share of, or the quantity is not finite somewhere. */
export type NoDrift = '0 everywhere' | 'not finite';

/** Why {@link driftOf} these values is no number; null where it is one. */
export function noDrift(values: Float64Array): NoDrift | null {
  return !values.every(Number.isFinite) ? 'not finite' : values.every((value) => value === 0) ? '0 everywhere' : null;
}
