import { expect, test } from '@jest/globals';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { randomStream } from './random-stream.js';
import { singularVectors } from './singular-vectors.js';

/** Rounding of sums, as a share of the largest value. */
const ROUNDING = 1e-13;

const stream = randomStream(1, 'singular');
const normal = (rows: number, columns: number): Matrix => Matrix.from1DArray(rows, columns, Float64Array.from({ length: rows * columns }, () => stream.normal()));
const cases: readonly (readonly [string, Matrix])[] = [
  ['tall', normal(40, 7)], ['wide', normal(5, 30)], ['square', normal(12, 12)], ['one column', normal(9, 1)], ['one row', normal(1, 9)],
  ['of rank 3', normal(30, 3).mmul(normal(3, 8))], ['wide, of rank 2', normal(6, 2).mmul(normal(2, 20))], ['equal columns', Matrix.ones(6, 4)], ['with a column of zeros', new Matrix([[1, 0, 2], [3, 0, 4], [5, 0, 7]])],
  ['graded', new Matrix(Array.from({ length: 20 }, (_, i) => Array.from({ length: 8 }, (__, j) => 10 ** (-2 * j) * Math.cos(i * (j + 1)))))],
];

test.each(cases)('%s: the sum of values and vectors is the matrix, and values agree with ml-matrix', (_, a) => {
  const { rows, columns } = a;
  const { values, left, right } = singularVectors(Float64Array.from(a.to1DArray()), rows, columns);
  const least = Math.min(rows, columns);
  const [u, v] = [Matrix.from1DArray(least, rows, left), Matrix.from1DArray(least, columns, right)];
  expect(u.transpose().mmul(Matrix.diag([...values])).mmul(v).sub(a).norm() / a.norm()).toBeLessThan(ROUNDING);
  const full = [...values].filter((value) => value > 1e-12 * values[0]!).length;
  for (const vectors of [u, v]) {
    const own = vectors.subMatrixRow(Array.from({ length: full }, (__, k) => k));
    expect(own.mmul(own.transpose()).sub(Matrix.eye(full)).norm()).toBeLessThan(100 * ROUNDING);
  }
  new SingularValueDecomposition(a, { autoTranspose: true }).diagonal.forEach((value, k) => { expect(Math.abs(values[k]! - value) / values[0]!).toBeLessThan(ROUNDING); });
});
