import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { scatter } from '../fixtures/numbers.js';
import { columnKernels, windowKernels } from './jacobian-kernels.js';

const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);
const LENGTH = 17;

describe.each(['float64', 'float32'] as const)('columns of %s', (precision) => {
  test.each([1, 2, 7, 64])('of %d samples are put into rows, and nothing beside them', (samples) => {
    const stream = randomStream(3, 'columns');
    const memory = new GuardedMemory(2);
    const [a, b] = [0, 1].map(() => scatter(memory.numbers(precision, samples), stream)) as [Float64Array, Float64Array];
    const whole = memory.integers(samples);
    whole.forEach((_, n) => { whole[n] = stream.integer(9); });
    const rows = memory.numbers('float64', samples * 3).fill(8);
    const starts = memory.integers(samples * 2).fill(5);
    const kernels = memory.compile(columnKernels(precision));
    kernels['putPlane']!(a.byteOffset, rows.byteOffset, 24, samples);
    kernels['putProduct']!(a.byteOffset, b.byteOffset, rows.byteOffset + 16, 24, samples);
    kernels['putStarts']!(whole.byteOffset, 40, starts.byteOffset + 4, 8, samples);
    // Products are those of the numbers as doubles.
    expect([...rows]).toEqual(range(samples).flatMap((n) => [a[n]!, 8, a[n]! * b[n]!]));
    expect([...starts]).toEqual(range(samples).flatMap((n) => [5, 40 + whole[n]!]));
    expect(memory.isUntouched()).toBe(true);
  });

  // Wide windows are written as a loop.
  test.each([1, 4, 8, 9, 13])('windows of %d are put into rows, and their sums', (window) => {
    const stream = randomStream(4, 'windows');
    for (const samples of [1, 6]) {
      const memory = new GuardedMemory(2);
      const stride = samples + 3;
      const features = scatter(memory.numbers(precision, window * stride), stream);
      const delta = scatter(memory.numbers(precision, samples), stream);
      const weight = memory.numbers(precision, 1).fill(-0.7);
      const starts = memory.integers(samples);
      starts.forEach((_, n) => { starts[n] = stream.integer(5); });
      const coefficients = scatter(memory.numbers('float64', window + 5), stream);
      const rows = memory.numbers('float64', samples * LENGTH).fill(8);
      const sums = [0, 1].map(() => memory.numbers('float64', samples * 2).fill(8));
      const { putWindow, putSum } = memory.compile(windowKernels(precision, window));
      const bytes = stride * features.BYTES_PER_ELEMENT;
      putWindow!(features.byteOffset, bytes, delta.byteOffset, weight.byteOffset, rows.byteOffset + 8, 8 * LENGTH, samples);
      putSum!(features.byteOffset, bytes, starts.byteOffset, coefficients.byteOffset, delta.byteOffset, sums[0]!.byteOffset, 16, samples);
      putSum!(features.byteOffset, bytes, 0, coefficients.byteOffset, delta.byteOffset, sums[1]!.byteOffset, 16, samples);
      const sumOf = (n: number, start: number): number => delta[n]! * range(window).reduce((sum, j) => sum + features[j * stride + n]! * coefficients[start + j]!, 0);
      expect([...rows]).toEqual(range(samples).flatMap((n) => range(LENGTH).map((k) => (k >= 1 && k <= window ? weight[0]! * delta[n]! * features[(k - 1) * stride + n]! : 8))));
      expect([...sums[0]!]).toEqual(range(samples).flatMap((n) => [sumOf(n, starts[n]!), 8]));
      expect([...sums[1]!]).toEqual(range(samples).flatMap((n) => [sumOf(n, 0), 8]));
      expect(memory.isUntouched()).toBe(true);
    }
  });
});
