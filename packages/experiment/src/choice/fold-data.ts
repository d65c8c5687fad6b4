import type { Data, Rows, Samples } from '@knotwork/plugin';
import { prepareData, type PreparedData } from '../data/prepare-data.js';

/**
 * The data of a run that is fitted without one fold: its rows are the test. Standardization is that of the rows that are left, and validation rows stay
 * what they are.
 *
 * @param held numbers of the training rows of the fold
 */
export function foldData({ original, sets, files }: PreparedData, standardizeTargets: boolean, held: ReadonlySet<number>): PreparedData {
  const rows = Array.from({ length: original.train.inputs.count }, (_, n) => n);
  // Rows that are held out have the noise of training rows.
  const { division: _, notes: __, isTestExact: ___, ...data } = original;
  const fold: Data = { ...data, train: rowsOf(original.train, rows.filter((n) => !held.has(n))), test: rowsOf(original.train, [...held]) };
  return prepareData(new Map([[[...sets.keys()][0]!, fold]]), standardizeTargets, files);
}

/** Some rows, in the order in which they are named. */
export function rowsOf({ inputs, targets, weights }: Rows, rows: readonly number[]): Rows {
  return { inputs: picked(inputs, rows), targets: picked(targets, rows), ...(weights === undefined ? {} : { weights: Float64Array.from(rows, (n) => weights[n]!) }) };
}

function picked({ width, values }: Samples, rows: readonly number[]): Samples {
  const chosen = new Float64Array(rows.length * width);
  rows.forEach((n, k) => { chosen.set(values.subarray(n * width, (n + 1) * width), k * width); });
  return { count: rows.length, width, values: chosen };
}
