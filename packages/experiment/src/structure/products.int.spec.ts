import { expect, test } from '@jest/globals';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { networkOf } from './network-of-structure.js';
import { Composer } from '../compose/composer.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import { tokens } from '../tokens.js';

const packages = await standardPackages();

/** Products of three inputs that change their signs are 0 on average whatever is known of two of them: no single factor shows that it is worth anything. */
test.each([1, 2, 3])('a product of inputs that change their signs is learned from a fresh network of its structure, seed %d', async (seed) => {
  const { widths, layers } = networkOf({ root: { kind: 'product', of: [0, 1, 2].map((input) => ({ kind: 'input', input })), constant: 0 } } as unknown as Parameters<typeof networkOf>[0], 3, true, 1)!;
  const text = JSON.stringify({
    knotwork: 1, name: 'product', seed, dataset: { kind: 'expression', expression: 'x1 * x2 * x3', domain: [-1, 1], samples: { train: 300, validation: 100, test: 100 }, noise: 0.001 },
    network: { widths, layers, basis: { kind: 'b-spline', intervals: 3 } }, stages: [{ kind: 'fit', starts: { count: 12, steps: 15, keep: 2 }, steps: 60 }],
  });
  const composition = await new Composer(packages, []).compose({ text, fileName: 'product.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, new MemoryPlace())]);
  const { result } = await composition.run(new AbortController().signal);
  expect((result as { metrics: { test: { r2: number } } }).metrics.test.r2).toBeGreaterThan(0.99);
}, 60_000);
