import type { ForeignFile, ImportedNetwork, ImporterDefinition } from '@knotwork/plugin';
import { product, productExample, referenceImporter } from '../subjects/reference-importer.js';
import type { BrokenPlugin } from './broken-plugin.js';

let reads = 0;

/** Something else in place of the numbers of one tensor. */
const withNumbers = (name: string, change: (values: Float64Array) => Float64Array) => (file: ForeignFile): ImportedNetwork => {
  const { numbers, ...network } = product(file);
  return { ...network, numbers: new Map(numbers).set(name, change(numbers.get(name)!)) };
};
const coefficients = 'layers.0.terms.0.coefficients';

/** Reads the matrix in its place, scaled by less than an output shows. */
function scaling(file: ForeignFile): ImportedNetwork {
  const values = file.arrays.get('weight')?.values;
  values?.set(values.map((v) => v * (1 + 2 ** -50)));
  return product(file);
}

export const brokenImporters: readonly BrokenPlugin[] = [
  { defect: 'a matrix that is turned', read: withNumbers(coefficients, (c) => (c.length < 8 ? c : Float64Array.of(0, c[1]!, 0, c[5]!, 0, c[3]!, 0, c[7]!))), caughtBy: 'outputs are those of the other program' },
  { defect: 'a bias that counts', read: withNumbers('layers.0.bias', (bias) => bias.map(() => 1e-9 * reads++)), caughtBy: 'the same file gives the same network, and stays as it is' },
  { defect: 'a file that is rounded in its place', read: scaling, caughtBy: 'the same file gives the same network, and stays as it is' },
  { defect: 'a shape that nobody looks at', read: (file: ForeignFile) => product({ ...file, arrays: new Map([['weight', { ...file.arrays.get('weight')!, shape: [2, 2] }]]) }), caughtBy: 'a file that lacks something is refused in words' },
].map(({ defect, read, caughtBy }, k) => ({ defect, definition: referenceImporter(`importer-${k + 1}`, read) as unknown as ImporterDefinition, caughtBy, setup: { examples: [productExample] } }));
