import type { Data, Rows } from '@knotwork/plugin';
import { prepareData, type PreparedData } from '../data/prepare-data.js';
import { rowsOf as samplesOf } from '../keep/kept-rows.js';

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
  const chosen = Uint32Array.from(rows);
  return { inputs: samplesOf(inputs, chosen), targets: samplesOf(targets, chosen), ...(weights === undefined ? {} : { weights: Float64Array.from(rows, (n) => weights[n]!) }) };
}
