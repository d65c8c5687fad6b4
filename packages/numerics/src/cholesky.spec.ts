import { expect, test } from '@jest/globals';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { choleskyFactor, choleskySolve } from './cholesky.js';
import { randomStream } from './random-stream.js';
import { relativeError } from './relative-error.js';

/** Backward error of a factorization grows with n times the rounding unit; this leaves a factor of ten at n = 60. */
const rounding = 1e-13;

/** G Gᵀ + n I, row-major `[n][n]`: condition number of order ten. */
function positiveDefinite(n: number, seed: number): Float64Array {
  const stream = randomStream(seed, `positive definite ${n}`);
  const g = Matrix.from1DArray(n, n, Float64Array.from({ length: n * n }, () => stream.normal()));
  return Float64Array.from(g.mmul(g.transpose()).add(Matrix.eye(n, n, n)).to1DArray());
}

function lowerTriangle(a: Float64Array, n: number): Float64Array {
  return a.map((value, at) => (at % n <= Math.floor(at / n) ? value : 0));
}

test.each([1, 2, 3, 4, 5, 8, 13, 60])('the factor of an %i x %i matrix agrees with ml-matrix', (n) => {
  const a = positiveDefinite(n, 1);
  const reference = new CholeskyDecomposition(Matrix.from1DArray(n, n, a)).lowerTriangularMatrix.to1DArray();
  expect(choleskyFactor(a, n)).toBe(true);
  expect(relativeError(lowerTriangle(a, n), reference)).toBeLessThan(rounding);
});

test.each([1, 2, 7, 60])('solving with the factor of an %i x %i matrix recovers a known solution', (n) => {
  const a = positiveDefinite(n, 2);
  const x = Float64Array.from({ length: n }, (_, i) => Math.cos(i));
  const b = Float64Array.from(Matrix.from1DArray(n, n, a).mmul(Matrix.columnVector(x)).to1DArray());
  choleskyFactor(a, n);
  choleskySolve(a, n, b);
  expect(relativeError(b, x)).toBeLessThan(rounding);
});

test('the strict upper triangle is neither read nor written', () => {
  const n = 9;
  const clean = positiveDefinite(n, 3);
  const marked = clean.map((value, at) => (at % n > Math.floor(at / n) ? NaN : value));
  const b = Float64Array.from({ length: n }, () => 1);
  const solution = b.slice();
  expect(choleskyFactor(marked, n)).toBe(true);
  choleskySolve(marked, n, solution);
  expect(marked.filter(Number.isNaN)).toHaveLength((n * (n - 1)) / 2);
  choleskyFactor(clean, n);
  choleskySolve(clean, n, b);
  expect(solution).toEqual(b);
});

test.each([0, 1, 2, 3, 4, 5])('a matrix that is not positive definite from row %i on is refused', (row) => {
  const n = 6;
  for (const bad of [0, -1, NaN, Infinity, -Infinity]) {
    const a = positiveDefinite(n, 4);
    a[row * n + row] = bad;
    expect(choleskyFactor(a, n)).toBe(false);
  }
});

test('a NaN anywhere in the lower triangle is refused', () => {
  const n = 6;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const a = positiveDefinite(n, 5);
      a[i * n + j] = NaN;
      expect(choleskyFactor(a, n)).toBe(false);
    }
  }
});

test('an indefinite matrix with a positive diagonal is refused', () => {
  expect(choleskyFactor(Float64Array.of(1, 0, 2, 1), 2)).toBe(false);
  expect(choleskyFactor(Float64Array.of(1, 0, 0, 0, 1, 0, 1, 1, 1), 3)).toBe(false);
});

test('the empty matrix factors', () => {
  expect(choleskyFactor(new Float64Array(0), 0)).toBe(true);
});

test('the examples hold', () => {
  const a = Float64Array.of(4, 0, 2, 5);
  expect(choleskyFactor(a, 2)).toBe(true);
  expect(a).toEqual(Float64Array.of(2, 0, 1, 2));
  const b = Float64Array.of(8, 14);
  choleskySolve(a, 2, b);
  expect(relativeError(b, [0.75, 2.5])).toBeLessThan(rounding);
});
