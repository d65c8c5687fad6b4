import { expect, test } from '@jest/globals';
import { randomStream } from './random-stream.js';
import { symmetricEigen } from './symmetric-eigen.js';

test('values ascend, vectors have length 1 and belong to them', () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  expect([...values]).toEqual([expect.closeTo(1, 14), expect.closeTo(3, 14)]);
  expect(Math.abs(vectors[0]! + vectors[1]!)).toBeLessThan(1e-15);
  expect(Math.abs(vectors[2]! - vectors[3]!)).toBeLessThan(1e-15);
  expect(vectors[0]! ** 2 + vectors[1]! ** 2).toBeCloseTo(1, 14);
});

test('a matrix is what its values and vectors make, whatever its rank', () => {
  const n = 7;
  const stream = randomStream(1, 'eigen');
  const root = Float64Array.from({ length: n * 4 }, () => stream.normal());
  const a = Float64Array.from({ length: n * n }, (_, k) => [0, 1, 2, 3].reduce((sum, c) => sum + root[Math.floor(k / n) * 4 + c]! * root[(k % n) * 4 + c]!, 0));
  const { values, vectors } = symmetricEigen(a, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      expect(values.reduce((sum, v, k) => sum + v * vectors[k * n + i]! * vectors[k * n + j]!, 0)).toBeCloseTo(a[i * n + j]!, 12);
    }
  }
  expect([...values.subarray(0, 3)].every((v) => Math.abs(v) < 1e-13)).toBe(true);
  expect(values[3]).toBeGreaterThan(1e-3);
});

test('what is no square of finite numbers is refused, and nothing has no values', () => {
  expect(() => symmetricEigen(Float64Array.of(1, 2, 3), 2)).toThrow('"a" must have 4 elements');
  expect(() => symmetricEigen(Float64Array.of(NaN), 1)).toThrow('must be finite');
  expect(symmetricEigen(new Float64Array(0), 0).values).toHaveLength(0);
});
