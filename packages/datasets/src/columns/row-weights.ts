import { columnNumbers } from './column-numbers.js';
import type { MissingPolicy } from './policies.js';
import { negativeWeight, noWeight } from '../errors.js';
import { rowsOf, type Table } from '../readers/table.js';

/** How much every row counts. @param isLater whether a network stands already, so that nothing can be declared about cells any more @throws KnotworkError `input` for what is no number of at least 0 */
export function rowWeights(table: Table, name: string, missing: MissingPolicy, isLater = false): Float64Array {
  const values = columnNumbers(table, [name], 'weight', missing, isLater)[0]!;
  const wrong = values.findIndex((weight) => weight < 0);
  if (wrong >= 0) throw negativeWeight(table, wrong, name, values[wrong]!, isLater);
  return values;
}

/**
 * A table without the rows that weigh nothing: they are no observations, and whatever counts rows must not count them.
 *
 * @returns the same table where all weigh something
 * @throws KnotworkError `input` for weights that are none, and where no row is left
 */
export function withWeight(table: Table, name: string, missing: MissingPolicy): Table {
  const weights = rowWeights(table, name, missing);
  const rows = Uint32Array.from(weights.keys()).filter((row) => weights[row]! > 0);
  if (rows.length === 0) throw noWeight(table.file, name);
  return rows.length === table.count ? table : rowsOf(table, rows);
}
