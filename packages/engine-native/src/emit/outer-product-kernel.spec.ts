import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { needClose, scatter, SUMS } from '../fixtures/numbers.js';
import { outerProductKernel } from './outer-product-kernel.js';

const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

test('products of sparse rows are those of dense ones, but for singles among themselves, for windows of every width and singles of every number', () => {
  const stream = randomStream(5, 'rows');
  for (const width of [2, 4, 6]) {
    for (const singles of [0, 2, 6]) {
      for (const windows of [1, 3]) {
        for (const samples of [1, 5]) {
          // Windows of one edge follow each other without gaps; a window stands anywhere in its edge.
          const cells = 4;
          const size = cells + width - 1;
          const unknowns = singles + windows * size;
          const memory = new GuardedMemory(4);
          const values = scatter(memory.numbers('float64', samples * (singles + windows * width)), stream);
          const starts = memory.integers(samples * windows);
          const hessian = scatter(memory.numbers('float64', unknowns * unknowns), stream);
          const factor = memory.numbers('float64', 1);
          factor[0] = 0.37;
          starts.forEach((_, k) => { starts[k] = singles + (k % windows) * size + stream.integer(cells); });
          const expected = Float64Array.from(hessian);
          for (const n of range(samples)) {
            const row = new Float64Array(unknowns);
            const at = n * (singles + windows * width);
            for (const k of range(singles)) row[k]! += values[at + k]!;
            for (const w of range(windows)) for (const k of range(width)) row[starts[n * windows + w]! + k]! += values[at + singles + w * width + k]!;
            for (const i of range(unknowns)) for (const j of range(unknowns)) if (i >= singles) expected[i * unknowns + j]! += 0.37 * row[i]! * row[j]!;
          }
          memory.compile([outerProductKernel(width)])['outerProducts']!(
            values.byteOffset, starts.byteOffset, hessian.byteOffset, samples, windows, singles, 8 * unknowns, factor.byteOffset,
          );
          const lower = (all: Float64Array): number[] => range(unknowns).flatMap((i) => [...all.subarray(i * unknowns, i * unknowns + i + 1)]);
          needClose(lower(hessian), lower(expected), SUMS.float64, JSON.stringify({ width, singles, windows, samples }));
          expect(memory.isUntouched()).toBe(true);
        }
      }
    }
  }
});
