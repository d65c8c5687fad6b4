import type { Data, DataVariable, Samples } from '@knotwork/plugin';
import { SPLITS } from './prepare-data.js';
import { brokenTable, numberTooLarge, numbersTooSmall } from '../errors.js';

/** Squares of numbers are added up, over rows and in statistics: those of larger ones would overflow, with room for 1e8 rows. */
export const LARGEST = 1e150;
/** Squares of differences below this vanish. */
const SMALLEST = 1e-150;

/**
 * Tables must hold numbers that can be computed with.
 *
 * @param name of the data set's plugin
 * @throws KnotworkError `plugin` for one that is not finite; `input` for a column whose numbers are too large or too small, with part, row and column
 */
export function requireNumbers(name: string, data: Data): void {
  for (const part of SPLITS) {
    requireFinite(name, part, data[part].inputs, data.inputs);
    requireFinite(name, part, data[part].targets, data.outputs);
  }
  requireSpread(data.train.inputs, data.inputs);
  requireSpread(data.train.targets, data.outputs);
}

function requireFinite(name: string, part: string, { values, width }: Samples, columns: readonly DataVariable[]): void {
  const odd = values.findIndex((value) => !(Math.abs(value) <= LARGEST));
  if (odd < 0) return;
  const [value, column, row] = [values[odd]!, columns[odd % width]!.name, Math.floor(odd / width)];
  if (!Number.isFinite(value)) throw brokenTable(name, `"${column}" in row ${row} of ${part} is ${value}`);
  throw numberTooLarge(column, value, `row ${row} of ${part}, counted from 0`, LARGEST);
}

function requireSpread({ values, width }: Samples, columns: readonly DataVariable[]): void {
  for (const [c, { name }] of columns.entries()) {
    let [low, high] = [Infinity, -Infinity];
    for (let k = c; k < values.length; k += width) {
      low = Math.min(low, values[k]!);
      high = Math.max(high, values[k]!);
    }
    if (high > low && high - low < SMALLEST) throw numbersTooSmall(name, high - low, SMALLEST);
  }
}
