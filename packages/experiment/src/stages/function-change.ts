import type { Samples } from '@knotwork/plugin';
import { rowsNamed } from '../data/prepare-data.js';
import type { Model, StageContext } from './stage.js';

/** Largest difference of outputs on the training inputs of a data set, relative to their spread. */
export async function functionChange({ data, engine }: StageContext, dataSet: string, before: Model, after: Model): Promise<number> {
  const { train } = rowsNamed(data, dataSet);
  const [[a], [b]] = [await data.outputsOf(engine, before, [train]), await data.outputsOf(engine, after, [train])] as [[Samples], [Samples]];
  let [largest, low, high] = [0, Infinity, -Infinity];
  a.values.forEach((v, i) => {
    largest = Math.max(largest, Math.abs(v - b.values[i]!));
    low = Math.min(low, v);
    high = Math.max(high, v);
  });
  return high > low ? largest / (high - low) : largest;
}
