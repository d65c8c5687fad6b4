import type { Rows } from '@knotwork/plugin';

/** Fourth moment over the squared second from which a few rows take up nearly all of an input's range: of a normal distribution it is 3, of an exponential one 9. */
const HEAVY = 20;
/** An input of fewer values than this is a class or a count, whose rare values are no tail. */
const FEW_VALUES = 20;

/** Places of the inputs whose rows have heavy tails. */
export function heavyTailed({ inputs: { count, width, values } }: Rows): number[] {
  return Array.from({ length: width }, (_, i) => i).filter((i) => {
    const column = Float64Array.from({ length: count }, (_, n) => values[n * width + i]!);
    return new Set(column).size >= FEW_VALUES && kurtosis(column) > HEAVY;
  });
}

function kurtosis(column: Float64Array): number {
  const mean = column.reduce((sum, v) => sum + v / column.length, 0);
  // In units of the farthest row, so that no power overflows.
  const farthest = column.reduce((most, v) => Math.max(most, Math.abs(v - mean)), 0);
  let [second, fourth] = [0, 0];
  for (const v of column) {
    const square = ((v - mean) / farthest) ** 2;
    second += square / column.length;
    fourth += square ** 2 / column.length;
  }
  return fourth / second ** 2;
}
