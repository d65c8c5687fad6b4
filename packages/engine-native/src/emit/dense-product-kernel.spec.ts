import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { denseProductKernel, TILE } from './dense-product-kernel.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { needClose, scatter, SUMS } from '../fixtures/numbers.js';

const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

test('products of dense numbers at the beginning of rows are sums over samples, added to the lower triangle', () => {
  const stream = randomStream(6, 'rows');
  for (const count of [TILE, 2 * TILE, 5 * TILE]) {
    for (const others of [0, 3]) {
      for (const samples of [1, 5, 64]) {
        const [line, unknowns] = [count + others, count + 2 * others];
        const memory = new GuardedMemory(4);
        const values = scatter(memory.numbers('float64', samples * line), stream);
        const hessian = scatter(memory.numbers('float64', unknowns * unknowns), stream);
        const factor = memory.numbers('float64', 1);
        factor[0] = 0.37;
        const before = Float64Array.from(hessian);
        memory.compile([denseProductKernel()])['denseProducts']!(values.byteOffset, hessian.byteOffset, samples, count, 8 * line, 8 * unknowns, factor.byteOffset);
        const lower = range(count).flatMap((i) => range(i + 1).map((j) => [i, j] as const));
        const expected = lower.map(([i, j]) => before[i * unknowns + j]! + 0.37 * range(samples).reduce((sum, n) => sum + values[n * line + i]! * values[n * line + j]!, 0));
        needClose(lower.map(([i, j]) => hessian[i * unknowns + j]!), expected, SUMS.float64, JSON.stringify({ count, others, samples }));
        // What belongs to other numbers stays.
        for (const i of range(unknowns)) for (const j of range(unknowns)) if (i >= count || j >= count) expect(hessian[i * unknowns + j]).toBe(before[i * unknowns + j]);
        expect(memory.isUntouched()).toBe(true);
      }
    }
  }
});
