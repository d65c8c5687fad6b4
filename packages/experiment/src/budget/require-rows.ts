import { callPlugin, type Catalog } from '@knotwork/plugin';
import { type Budget, bytesOf, mostCells } from './budget.js';
import { tooManyRows } from './errors.js';
import type { NamedDataSet } from '../config/index.js';

/**
 * Refuses rows that do not fit, before they are made: those of all data sets together. A data set that reads a file does not know how many there are; files
 * are asked for their size when they are read.
 *
 * @throws KnotworkError `capability` with how many rows would fit
 */
export function requireRows(sets: readonly NamedDataSet[], catalog: Catalog, budget: Budget): void {
  let taken = 0;
  for (const { use: { kind, ...options }, path } of sets) {
    const definition = catalog.get('dataset', kind);
    const extent = callPlugin(definition, 'extent', () => definition.extent?.(options) ?? null);
    if (extent === null) continue;
    const { rows, columns, option } = extent;
    const bytes = bytesOf({ cells: rows * columns });
    if (!(taken + bytes <= budget.bytes)) throw tooManyRows(`${path}.${option}`, rows, columns, bytes, budget, Math.floor(mostCells({ ...budget, bytes: budget.bytes - taken }) / columns));
    taken += bytes;
  }
}
