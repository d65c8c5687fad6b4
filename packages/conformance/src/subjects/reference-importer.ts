import { defineImporter, type ForeignFile, type ImportedNetwork, type ImporterDefinition, KnotworkError } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { ImporterExample } from '../importer/importer-setup.js';

const none = z.strictObject({});

/** The simplest importer there can be: a file with one array `weight`, `[inputs][outputs]`, of a program that multiplies with it. */
export function referenceImporter(name: string, read: (file: ForeignFile) => ImportedNetwork = product): ImporterDefinition<typeof none> {
  return defineImporter({ name, summary: 'Products with a matrix', options: none, read });
}

/** Reads the matrix. @throws KnotworkError `input` for a file without one */
export function product({ name, arrays }: ForeignFile): ImportedNetwork {
  const weight = arrays.get('weight');
  if (weight?.shape.length !== 2 || weight.values.length === 0) throw new KnotworkError('input', `${name} has no matrix "weight". Save one.`);
  const [inputs, outputs] = weight.shape as [number, number];
  const names = (letter: string, count: number): string[] => Array.from({ length: count }, (_, k) => `${letter}${k + 1}`);
  return {
    inputs: names('x', inputs), outputs: names('y', outputs), domains: names('x', inputs).map(() => [-1, 1]), notes: [],
    layers: [{ layer: { kind: 'reference-layer' }, inputs, outputs, terms: [{ basis: { kind: 'reference-chebyshev', degree: 1 }, edge: { kind: 'reference-plain' }, inputMap: 'raw', outside: 'free' }] }],
    numbers: new Map([
      ['layers.0.bias', new Float64Array(outputs)], ['layers.0.terms.0.coefficients', Float64Array.from([...weight.values].flatMap((w) => [0, w]))],
      ['layers.0.terms.0.domain', Float64Array.from(names('x', inputs).flatMap(() => [-1, 1]))],
    ]),
  };
}

/** A matrix, and two rows with their products. */
export const productExample: ImporterExample = {
  name: 'product', file: { name: 'product', texts: new Map(), arrays: new Map([['weight', { shape: [2, 2], values: Float64Array.of(1, 2, 3, 4), isSingle: false }]]) },
  inputs: { count: 2, width: 2, values: Float64Array.of(1, 0, -0.5, 3) }, outputs: { count: 2, width: 2, values: Float64Array.of(1, 2, 8.5, 11) },
};
