import type { DataSetDefinition, OptionsSchema } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { datasetChecks } from './dataset-checks.js';
import type { DataSetSetup } from './dataset-setup.js';
import { checksOf } from '../kit/plugin-check.js';

/**
 * Everything a data set must do: parts of the right sizes that share no row, the same rows for the same seed, numbers that are finite,
 * names that are unique, domains that hold, and no file that is read and not declared.
 *
 * @param setup `options` to load it with; `files`, the text or bytes of what is read; `sizes`, what the first options ask for
 * @returns checks to run in any order, one test each
 * @throws Error when options are missing
 *
 * @example
 * const options = [{ expression: 'x1 * x2', samples: { train: 50, validation: 20, test: 30 } }];
 * for (const { name, run } of checkDataSet(expression, { engine, options, sizes: options[0].samples })) test(name, run);
 */
export function checkDataSet<S extends OptionsSchema>(data: DataSetDefinition<S>, setup: DataSetSetup): readonly Check[] {
  return checksOf(datasetChecks, data as unknown as DataSetDefinition, setup);
}
