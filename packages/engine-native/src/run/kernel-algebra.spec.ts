import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { kernelAlgebra } from '../kernel-algebra.js';

const stream = randomStream(3, 'rows');
const random = (length: number): Float32Array => Float32Array.from({ length }, () => stream.uniform(-1, 1));

test.each([{ width: 1, counts: [1] }, { width: 5, counts: [40, 3] }, { width: 33, counts: [32, 64, 7] }])('products of rows of $width numbers add up in double precision, weighted or not', ({ width, counts }) => {
  const products = kernelAlgebra()!.products(width);
  const expected = new Float64Array(width * width);
  counts.forEach((count, k) => {
    const rows = random(count * width);
    const weights = k % 2 === 0 ? null : random(count).map(Math.abs);
    const factor = 0.5 + k;
    products.add(rows, factor, weights);
    for (let n = 0; n < count; n++) for (let i = 0; i < width; i++) for (let j = 0; j <= i; j++) expected[i * width + j]! += factor * (weights?.[n] ?? 1) * rows[n * width + i]! * rows[n * width + j]!;
  });
  const sum = products.sum();
  expected.forEach((v, k) => { expect(sum[k]).toBeCloseTo(v, 12); });
  products.dispose();
});

test('what two sums hold is apart, and a new one begins with nothing', async () => {
  const algebra = kernelAlgebra()!;
  const [one, two] = [algebra.products(4), algebra.products(4)];
  one.add(Float32Array.of(1, 2, 3, 4), 1, null);
  two.add(Float32Array.of(1, 0, 0, 0), 1, null);
  const a = one.sum();
  one.dispose();
  const again = algebra.products(4);
  expect(Array.from(again.sum()).every((v) => v === 0)).toBe(true);
  expect([a[15], two.sum()[0], two.sum()[15]]).toEqual([16, 1, 0]);
  // Solved in the same memory: 2 x = 6.
  const x = Float64Array.of(6);
  expect(await algebra.solver.solve(Float64Array.of(2), 1, x)).toBe(true);
  expect(x[0]).toBeCloseTo(3, 12);
});
