import { columnNumbers, knownClasses, numbersOfColumn, rowWeights, type Table } from '@knotwork/datasets';
import type { Samples } from '@knotwork/plugin';
import { noTargets } from './errors.js';
import type { TableOptions } from './rows-from.js';

/** What a table says of the outputs of its rows. */
export interface KnownTargets { readonly targets: Samples; readonly weights?: Float64Array }

/**
 * Targets of the rows of a table: numbers, or 1 for the class of a row and 0 for the others.
 *
 * @param outputs names of the network's outputs, @param classes of a classification, else empty
 * @param options which columns are what; outputs have their own names where they do not say
 * @throws KnotworkError `input` for a column that is not there, a class that the network does not know, and a cell that is no number
 */
export function targetsFrom(table: Table, outputs: readonly string[], classes: readonly string[], { target, weight, missing = 'refuse' }: TableOptions): KnownTargets {
  const columns = target === undefined ? outputs : typeof target === 'string' ? [target] : target;
  if (columns.some((name) => !table.header.includes(name))) throw noTargets(columns, table.header, table.file);
  const weights = weight !== undefined && table.header.includes(weight) ? { weights: rowWeights(table, weight, missing, true) } : {};
  const width = outputs.length;
  const values = new Float64Array(table.count * width);
  if (classes.length > 0) {
    knownClasses(table, columns[0]!, classes, missing, true).forEach((k, row) => { values[row * width + k] = 1; });
  } else {
    columnNumbers(table, columns, 'target', missing, true).forEach((numbers, o) => { for (let row = 0; row < table.count; row++) values[row * width + o] = numbers[row]!; });
  }
  return { targets: { count: table.count, width, values }, ...weights };
}

/**
 * What the rows of a table weigh for their intervals, by the column that weighed the rows of a run; NaN in a row without a number there, whose weight is not known.
 *
 * @returns undefined where rows of the run were not weighed, and where the table has no such column
 */
export function weightsFrom(table: Table, { weight, missing = 'refuse' }: TableOptions): Float64Array | undefined {
  return weight !== undefined && table.header.includes(weight) ? numbersOfColumn(table, weight, 'weight', missing) : undefined;
}
