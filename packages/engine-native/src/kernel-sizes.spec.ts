import { expect, test } from '@jest/globals';
import { plainCatalog, referencePlugins } from '@knotwork/conformance';
import { resolve } from '@knotwork/network';
import { AS_GIVEN, type Outside } from '@knotwork/plugin';
import { kernelSizes } from './index.js';

test('a kernel is larger with slopes, and the larger the more features are live', () => {
  const variable = { name: 'x', map: AS_GIVEN };
  const sizesOf = (degree: number): ReturnType<typeof kernelSizes> => {
    const parts = { basis: { kind: 'reference-spline', degree, intervals: 5 }, edge: { kind: 'reference-plain' }, inputMap: 'interval' as const, outside: 'free' as Outside };
    const structure = resolve({ inputs: [variable], outputs: [variable], layers: [{ layer: { kind: 'reference-layer' }, inputs: 1, outputs: 1, terms: [parts] }] }, plainCatalog(referencePlugins));
    return kernelSizes(structure.layers[0]!.terms[0]!);
  };
  const [linear, cubic] = [sizesOf(1), sizesOf(3)];
  expect(linear.values).toBeGreaterThan(100);
  expect(linear.withSlopes).toBeGreaterThan(linear.values);
  expect(cubic.values).toBeGreaterThan(linear.values);
});
