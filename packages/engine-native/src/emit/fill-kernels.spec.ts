import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { scatter } from '../fixtures/numbers.js';
import { fillColumnsKernel, fillWindowsKernel } from './fill-kernels.js';

const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);
/** Around the numbers of samples that are done at once, and that fit into vectors. */
const SAMPLES = [1, 2, 3, 15, 16, 17, 33, 64];

describe.each(['float64', 'float32'] as const)('from planes of %s', (precision) => {
  test.each(SAMPLES)('columns of %d samples are filled, and nothing beside them', (samples) => {
    const stream = randomStream(3, 'columns');
    const memory = new GuardedMemory(4);
    const [a, b, c] = range(3).map(() => scatter(memory.numbers(precision, samples), stream)) as [Float64Array, Float64Array, Float64Array];
    const list = memory.integers(6);
    list.set([a.byteOffset, 0, 8, b.byteOffset, c.byteOffset, 24]);
    const rows = memory.numbers('float64', samples * 5).fill(8);
    memory.compile([fillColumnsKernel(precision)])['fillColumns']!(list.byteOffset, 2, rows.byteOffset, 40, samples);
    // Products are those of the numbers as doubles.
    expect([...rows]).toEqual(range(samples).flatMap((n) => [8, a[n]!, 8, b[n]! * c[n]!, 8]));
    expect(memory.isUntouched()).toBe(true);
  });

  // Wide windows are written as a loop.
  test.each([1, 2, 3, 4, 8, 9])('windows of %d are filled with their starts, to the bits of plain products', (window) => {
    for (const samples of SAMPLES) {
      const stream = randomStream(samples, 'windows');
      const memory = new GuardedMemory(8);
      const stride = samples + 4;
      const line = 2 * window + 3;
      const edges = range(2).map((k) => ({
        features: scatter(memory.numbers(precision, window * stride), stream), delta: scatter(memory.numbers(precision, samples), stream), weight: memory.numbers(precision, 1).fill(k === 0 ? 1 : -0.7),
        // Those of the second say nothing.
        own: memory.integers(samples), place: 1 + k * (window + 1), first: 40 + k, hasStarts: k === 0,
      }));
      for (const { own } of edges) own.forEach((_, n) => { own[n] = stream.integer(9); });
      const list = memory.integers(16);
      const size = edges[0]!.delta.BYTES_PER_ELEMENT;
      list.set(edges.flatMap(({ features, delta, weight, own, place, first, hasStarts }, k) => [features.byteOffset, stride * size, delta.byteOffset, weight.byteOffset, 8 * place, hasStarts ? own.byteOffset : 0, first, 4 * k]));
      const rows = memory.numbers('float64', samples * line).fill(8);
      const starts = memory.integers(samples * 3).fill(5);
      memory.compile([fillWindowsKernel(precision, window)])['fillWindows']!(list.byteOffset, 2, rows.byteOffset, 8 * line, starts.byteOffset, 12, samples);
      const numberAt = (n: number, k: number): number => {
        const of = edges.find(({ place }) => k >= place && k < place + window);
        return of === undefined ? 8 : of.weight[0]! * of.delta[n]! * of.features[(k - of.place) * stride + n]!;
      };
      expect([...rows]).toEqual(range(samples).flatMap((n) => range(line).map((k) => numberAt(n, k))));
      expect([...starts]).toEqual(range(samples).flatMap((n) => [40 + edges[0]!.own[n]!, 5, 5]));
      expect(memory.isUntouched()).toBe(true);
    }
  });
});
