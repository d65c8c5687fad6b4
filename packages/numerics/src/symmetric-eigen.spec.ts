import { expect, test } from '@jest/globals';
import { randomStream } from './random-stream.js';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
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

/** Rounding of sums over n, as a share of the largest eigenvalue. */
const ROUNDING = 1e-13;

/** Symmetric matrices that are awkward: equal eigenvalues, none, many sizes of number, three diagonals already, zeros where the method divides. */
const awkward: Readonly<Record<string, (i: number, j: number) => number>> = {
  'of ones': () => 1, 'of zeros': () => 0, identity: (i, j) => Number(i === j), graded: (i, j) => 10 ** -(i + j), 'graded the other way': (i, j) => 10 ** (i + j - 40),
  Hilbert: (i, j) => 1 / (i + j + 1), 'three diagonals': (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0), 'in two parts': (i, j) => (i % 2 === j % 2 ? Math.cos(i * j) : 0),
  tiny: (i, j) => 1e-300 * Math.cos(i + j), huge: (i, j) => 1e300 * Math.cos(i * j), 'of both signs': (i, j) => Math.sin(i + j),
};

test.each(Object.entries(awkward))('%s: vectors are at right angles, and give the matrix back; values agree with ml-matrix', (_, of) => {
  for (const n of [1, 2, 3, 10, 40]) {
    const a = Float64Array.from({ length: n * n }, (__, k) => of(Math.floor(k / n), k % n));
    const { values, vectors } = symmetricEigen(a, n);
    const scale = Math.max(...values.map(Math.abs)) || 1;
    const v = Matrix.from1DArray(n, n, vectors);
    expect(v.mmul(v.transpose()).sub(Matrix.eye(n)).norm()).toBeLessThan(ROUNDING * n);
    const back = v.transpose().mmul(Matrix.diag([...values.map((value) => value / scale)])).mmul(v);
    expect(back.sub(Matrix.from1DArray(n, n, a.map((x) => x / scale))).norm()).toBeLessThan(ROUNDING * n);
    const { realEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(n, n, a.map((x) => x / scale)), { assumeSymmetric: true });
    realEigenvalues.sort((p, q) => p - q).forEach((value, k) => { expect(Math.abs(values[k]! / scale - value)).toBeLessThan(ROUNDING * n); });
  }
});
