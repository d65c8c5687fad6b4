import { rowsNamed } from '../data/prepare-data.js';
import type { Model, StageContext } from './stage.js';

/** Largest difference of outputs on the training inputs of a data set, relative to their spread. */
export async function functionChange({ data, outputs }: StageContext, dataSet: string, before: Model, after: Model): Promise<number> {
  const { train } = rowsNamed(data, dataSet);
  const [a] = await outputs(before, [train]);
  const [b] = await outputs(after, [train]);
  let [largest, low, high] = [0, Infinity, -Infinity];
  a!.values.forEach((v, i) => {
    largest = Math.max(largest, Math.abs(v - b!.values[i]!));
    low = Math.min(low, v);
    high = Math.max(high, v);
  });
  return high > low ? largest / (high - low) : largest;
}
