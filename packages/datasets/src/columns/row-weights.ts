import { columnNumbers } from './column-numbers.js';
import type { MissingPolicy } from './policies.js';
import { negativeWeight } from '../errors.js';
import type { Table } from '../readers/table.js';

/** How much every row counts. @throws KnotworkError `input` for what is no number of at least 0 */
export function rowWeights(table: Table, name: string, missing: MissingPolicy): Float64Array {
  const { values } = columnNumbers(table, [name], 'weight', missing);
  const wrong = values.findIndex((weight) => weight < 0);
  if (wrong >= 0) throw negativeWeight(table, wrong, name, values[wrong]!);
  return values;
}
