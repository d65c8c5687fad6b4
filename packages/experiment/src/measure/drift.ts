/**
 * The largest change of an integral since its beginning, as a share of the largest integral of the absolute value: of what is 0 in the mean a change is one, too.
 *
 * @param values `[times * places]`, one time after the other, @param weights of places, `[places]`
 * @returns 0 where the values are
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
  return size === 0 ? 0 : change / size;
}
