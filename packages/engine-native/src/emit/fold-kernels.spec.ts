import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { lanes } from '../code/emitter.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { needClose, scatter, SUMS } from '../fixtures/numbers.js';
import { foldKernels } from './fold-kernels.js';

// `gatherColumns` is tested together with the contraction whose sums it gathers.

const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);
const shapes = [0, 1].flatMap((base) => [1, 2, 5].flatMap((size) => [1, 2, 16].flatMap((vectors) => [1, 3].map((entries) => ({ base, rows: base + size, vectors, entries })))));

for (const precision of ['float64', 'float32'] as const) {
  const v = lanes(precision);
  const stream = randomStream(3, precision);
  const bench = (sizes: readonly number[]) => {
    const memory = new GuardedMemory(10);
    const kernels = memory.compile(foldKernels(v));
    return { memory, kernels, arrays: sizes.map((n) => scatter(memory.numbers(precision, n), stream)) };
  };

  test(`rows are folded with the weight of their lane, base functions are not, in ${precision}`, () => {
    for (const { base, rows, vectors, entries } of shapes) {
      const width = vectors * v.count;
      const { memory, kernels, arrays } = bench([entries * rows * width, entries * width, entries * rows * width]);
      const [from, weights, to] = arrays as [Float64Array, Float64Array, Float64Array];
      const expected = Float64Array.from(from, (c, at) => {
        const [entry, row, lane] = [Math.floor(at / (rows * width)), Math.floor(at / width) % rows, at % width];
        return row < base ? c : weights[entry * width + lane]! * c;
      });
      kernels['foldRows']!(from.byteOffset, weights.byteOffset, to.byteOffset, entries, rows, base, 16 * vectors);
      needClose(to, expected, SUMS[precision], JSON.stringify({ base, rows, vectors, entries }));
      expect(memory.isUntouched()).toBe(true);
    }
  });

  test(`gradients of folded rows are unfolded into those of coefficients and weights, and left at zero, in ${precision}`, () => {
    for (const { base, rows, vectors, entries } of shapes) {
      const width = vectors * v.count;
      const numbers = entries * rows * width;
      const { memory, kernels, arrays } = bench([numbers, numbers, entries * width, numbers, entries * width]);
      const [effective, from, weights, gradient, weightGradient] = arrays as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
      const expected = new Float64Array(numbers);
      const expectedWeights = new Float64Array(entries * width);
      for (const entry of range(entries)) for (const row of range(rows)) for (const lane of range(width)) {
        const [at, w] = [(entry * rows + row) * width + lane, entry * width + lane];
        expected[at] = row < base ? effective[at]! : weights[w]! * effective[at]!;
        if (row >= base) expectedWeights[w]! += from[at]! * effective[at]!;
      }
      kernels['unfoldRows']!(effective.byteOffset, from.byteOffset, weights.byteOffset, gradient.byteOffset, weightGradient.byteOffset, entries, rows, base, 16 * vectors);
      const what = JSON.stringify({ base, rows, vectors, entries });
      needClose(gradient, expected, SUMS[precision], what);
      needClose(weightGradient, expectedWeights, SUMS[precision], `weights, ${what}`);
      expect(effective.every((g) => g === 0)).toBe(true);
      expect(memory.isUntouched()).toBe(true);
    }
  });

  test(`columns are folded with the weight of their edge, base functions are not, in ${precision}`, () => {
    for (const { base, rows, entries: edges } of shapes) {
      const entry = Math.ceil(rows / v.count) * v.count;
      const { memory, kernels, arrays } = bench([edges * entry, edges, edges * entry]);
      const [from, weights, to] = arrays as [Float64Array, Float64Array, Float64Array];
      const expected = Float64Array.from(from, (c, at) => (at % entry < base ? c : weights[Math.floor(at / entry)]! * c));
      kernels['foldColumns']!(from.byteOffset, weights.byteOffset, to.byteOffset, edges, base, entry * v.size);
      needClose(to, expected, SUMS[precision], JSON.stringify({ base, rows, edges }));
      expect(memory.isUntouched()).toBe(true);
    }
  });
}
