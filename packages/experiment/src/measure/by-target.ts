import { columnOf } from '@knotwork/network';
import type { Samples } from '@knotwork/plugin';

/**
 * Numbers of each target by itself. Over all of them together the target with the largest numbers has all the say: of a pressure in Pa and a cost in thousands, nothing is told of the cost.
 *
 * @param names of the targets, in the order of the columns, @param evaluated says the numbers of a column of predictions beside that of its targets, both in the user's units
 */
export function byTarget<T>(names: readonly string[], predictions: Samples, targets: Samples, evaluated: (predictions: Samples, targets: Samples) => T): Readonly<Record<string, T>> {
  const column = (of: Samples, k: number): Samples => ({ count: of.count, width: 1, values: columnOf(of, k) });
  return Object.fromEntries(names.map((name, k) => [name, evaluated(column(predictions, k), column(targets, k))]));
}
