import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { leastSquares } from './least-squares.js';
import { randomStream } from './random-stream.js';
import { relativeError } from './relative-error.js';

/** Condition numbers here are at most a few hundred. */
const rounding = 1e-12;

function normalMatrix(rows: number, columns: number, name: string, seed = 21): Matrix {
  const stream = randomStream(seed, name);
  return Matrix.from1DArray(rows, columns, Float64Array.from({ length: rows * columns }, () => stream.normal()));
}

function fit(a: Matrix, b: Matrix) {
  const shape = { rows: a.rows, columns: a.columns, count: b.columns };
  return leastSquares(Float64Array.from(a.to1DArray()), Float64Array.from(b.to1DArray()), shape);
}

test('targets in the span of independent columns give back their coefficients', () => {
  const a = normalMatrix(30, 6, 'a');
  const x = normalMatrix(6, 3, 'x');
  const { coefficients, rank } = fit(a, a.mmul(x));
  expect(rank).toBe('full');
  expect(relativeError(coefficients, x.to1DArray())).toBeLessThan(rounding);
});

test('the residual is orthogonal to the columns', () => {
  const a = normalMatrix(30, 6, 'a');
  const b = normalMatrix(30, 2, 'b');
  const residual = b.clone().sub(a.mmul(Matrix.from1DArray(6, 2, fit(a, b).coefficients)));
  expect(a.transpose().mmul(residual).norm() / (a.norm() * b.norm())).toBeLessThan(rounding);
});

test('among dependent columns the solution has no part in the null space', () => {
  const independent = normalMatrix(20, 4, 'independent');
  const mixing = normalMatrix(4, 7, 'mixing');
  const a = independent.mmul(mixing);
  const wanted = mixing.transpose().mmul(normalMatrix(4, 2, 'row space'));
  const { coefficients, rank } = fit(a, a.mmul(wanted));
  expect(rank).toBe('deficient');
  expect(relativeError(coefficients, wanted.to1DArray())).toBeLessThan(rounding);
});

test('fewer rows than columns give the interpolant of smallest norm', () => {
  const a = normalMatrix(3, 8, 'wide');
  const wanted = a.transpose().mmul(normalMatrix(3, 1, 'row space'));
  const { coefficients, rank } = fit(a, a.mmul(wanted));
  expect(rank).toBe('deficient');
  expect(relativeError(coefficients, wanted.to1DArray())).toBeLessThan(rounding);
});

test('two equal columns share their coefficient', () => {
  const { coefficients, rank } = fit(new Matrix([[1, 1], [2, 2], [3, 3]]), new Matrix([[2], [4], [6]]));
  expect(rank).toBe('deficient');
  expect(relativeError(coefficients, [1, 1])).toBeLessThan(rounding);
});

test('independent columns of very different size still have full rank', () => {
  const { coefficients, rank } = fit(new Matrix([[1, 0], [0, 1e-10], [0, 0]]), new Matrix([[3], [2e-10], [7]]));
  expect(rank).toBe('full');
  expect(relativeError(coefficients, [3, 2])).toBeLessThan(rounding);
});

test('entries near the ends of the exponent range neither overflow nor vanish', () => {
  for (const scale of [1e-300, 1e150]) {
    const a = new Matrix([[scale, scale], [scale, scale], [0, 0]]);
    const { coefficients, rank } = fit(a, new Matrix([[2 * scale], [2 * scale], [0]]));
    expect(rank).toBe('deficient');
    expect(relativeError(coefficients, [1, 1])).toBeLessThan(rounding);
  }
});

test('a zero matrix and an empty system give zero coefficients of deficient rank', () => {
  expect(fit(Matrix.zeros(3, 2), Matrix.ones(3, 1))).toEqual({ coefficients: new Float64Array(2), rank: 'deficient' });
  const empty = leastSquares(new Float64Array(0), new Float64Array(0), { rows: 0, columns: 2, count: 1 });
  expect(empty).toEqual({ coefficients: new Float64Array(2), rank: 'deficient' });
});

test('no integer system, however degenerate, is left with a slope', () => {
  const system = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
    .chain(([rows, columns]) =>
      fc.record({
        a: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: rows * columns, maxLength: rows * columns }),
        b: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: rows, maxLength: rows }),
        rows: fc.constant(rows),
      }),
    );
  fc.assert(
    fc.property(system, ({ a, b, rows }) => {
      const matrix = Matrix.from1DArray(rows, a.length / rows, a);
      const target = Matrix.columnVector(b);
      const solution = Matrix.columnVector(fit(matrix, target).coefficients);
      const slope = matrix.transpose().mmul(target.clone().sub(matrix.mmul(solution)));
      expect(slope.norm()).toBeLessThan(1e-10);
    }),
    { seed: 22, numRuns: 200 },
  );
});

test('a length that disagrees with the shape and a value that is not finite are refused', () => {
  const shape = { rows: 2, columns: 1, count: 1 };
  expect(() => leastSquares(Float64Array.of(1), Float64Array.of(1, 2), shape)).toThrow('"a" must have 2 elements (2 x 1); got 1.');
  expect(() => leastSquares(Float64Array.of(1, 2), Float64Array.of(1), shape)).toThrow(RangeError);
  expect(() => leastSquares(Float64Array.of(1, NaN), Float64Array.of(1, 2), shape)).toThrow('"a" must be finite; got NaN at index 1');
  expect(() => leastSquares(Float64Array.of(1, 2), Float64Array.of(Infinity, 2), shape)).toThrow(RangeError);
});

test('the example holds', () => {
  const a = Float64Array.of(1, 0, 1, 1, 1, 2);
  const { coefficients } = leastSquares(a, Float64Array.of(1, 3, 5), { rows: 3, columns: 2, count: 1 });
  expect(relativeError(coefficients, [1, 2])).toBeLessThan(rounding);
});
