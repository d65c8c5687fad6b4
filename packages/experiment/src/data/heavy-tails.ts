import { columnOf } from '@knotwork/network';
import type { Rows } from '@knotwork/plugin';

/** Fourth moment over the squared second from which a few rows take up nearly all of an input's range: of a normal distribution it is 3, of an exponential one 9. */
const HEAVY = 20;
/** An input of fewer values than this is a class or a count, whose rare values are no tail. */
const FEW_VALUES = 20;

/** Places of the inputs whose rows have heavy tails. */
export function heavyTailed({ inputs }: Rows): number[] {
  return Array.from({ length: inputs.width }, (_, i) => i).filter((i) => {
    const column = columnOf(inputs, i);
    return !hasFewValues(column) && kurtosis(column) > HEAVY;
  });
}

/** Looks no further than is needed to see that there are many. */
function hasFewValues(column: Float64Array): boolean {
  const seen = new Set<number>();
  for (const v of column) if (seen.add(v).size >= FEW_VALUES) return false;
  return true;
}

function kurtosis(column: Float64Array): number {
  let mean = 0;
  for (const v of column) mean += v / column.length;
  // In units of the farthest row, so that no power overflows.
  let farthest = 0;
  for (const v of column) farthest = Math.max(farthest, Math.abs(v - mean));
  let [second, fourth] = [0, 0];
  for (const v of column) {
    const square = ((v - mean) / farthest) ** 2;
    second += square / column.length;
    fourth += square ** 2 / column.length;
  }
  return fourth / second ** 2;
}
