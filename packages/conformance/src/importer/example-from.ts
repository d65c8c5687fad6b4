import { foreignTensors } from '@knotwork/network';
import type { ForeignFile, Samples } from '@knotwork/plugin';
import type { ImporterExample } from './importer-setup.js';

/**
 * An example of two files of safetensors.
 *
 * @param network as the importer reads it, @param rows with the tensors `inputs` and `outputs`
 * @throws KnotworkError `input` for files that are damaged
 */
export function exampleFrom(name: string, network: Uint8Array, rows: Uint8Array): ImporterExample {
  const said = foreignTensors(rows, `${name}, rows`);
  return { name, file: foreignTensors(network, name), inputs: samplesOf(said, 'inputs'), outputs: samplesOf(said, 'outputs') };
}

function samplesOf({ name, arrays }: ForeignFile, of: string): Samples {
  const array = arrays.get(of);
  if (array?.shape.length !== 2) throw new Error(`${name} must have "${of}", rows and columns`);
  const [count, width] = array.shape as [number, number];
  return { count, width, values: array.values };
}
