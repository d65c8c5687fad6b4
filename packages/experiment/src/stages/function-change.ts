import { rowsNamed } from '../data/prepare-data.js';
import { changeToSpread } from '../measure/change-to-spread.js';
import type { Model, StageContext } from './stage.js';

/** Largest difference of outputs on the training inputs of a data set, relative to their spread. */
export async function functionChange({ data, outputs }: StageContext, dataSet: string, before: Model, after: Model): Promise<number> {
  const { train } = rowsNamed(data, dataSet);
  const [a] = await outputs(before, [train]);
  const [b] = await outputs(after, [train]);
  return changeToSpread(a!.values, b!.values);
}
