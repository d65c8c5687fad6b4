import { expect, test } from '@jest/globals';
import { bandCholeskyFactor, bandCholeskySolve } from './band-cholesky.js';
import { choleskyFactor, choleskySolve } from './cholesky.js';
import { randomStream } from './random-stream.js';
import { relativeError } from './relative-error.js';

/** Diagonally dominant systems are well conditioned; both factorizations stay within some tens of rounding units. */
const rounding = 1e-14;

/** A diagonally dominant band matrix, in band storage (NaN in the places outside the matrix) and dense. */
function bandMatrix(n: number, half: number): { band: Float64Array; dense: Float64Array } {
  const stream = randomStream(11, `band ${n} ${half}`);
  const band = new Float64Array(n * (half + 1)).fill(NaN);
  const dense = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = Math.max(0, i - half); j <= i; j++) {
      const value = i === j ? 2 * half + 1 + stream.next() : stream.uniform(-1, 1);
      band[i * (half + 1) + (j - i + half)] = value;
      dense[i * n + j] = value;
    }
  }
  return { band, dense };
}

const shapes = [
  [1, 0],
  [1, 3],
  [5, 0],
  [5, 1],
  [6, 5],
  [4, 9],
  [40, 3],
] as const;

test.each(shapes)('n = %i with half bandwidth %i factors as the dense matrix does', (n, half) => {
  const { band, dense } = bandMatrix(n, half);
  expect(bandCholeskyFactor(band, n, half)).toBe(true);
  choleskyFactor(dense, n);
  const expanded = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = Math.max(0, i - half); j <= i; j++) expanded[i * n + j] = band[i * (half + 1) + (j - i + half)]!;
  }
  expect(relativeError(expanded, dense)).toBeLessThan(rounding);
});

test.each(shapes)('n = %i with half bandwidth %i solves several columns as the dense matrix does', (n, half) => {
  const columns = 3;
  const { band, dense } = bandMatrix(n, half);
  const stream = randomStream(12, 'right-hand sides');
  const b = Float64Array.from({ length: n * columns }, () => stream.normal());
  const solution = b.slice();
  bandCholeskyFactor(band, n, half);
  bandCholeskySolve(band, n, half, solution, columns);
  choleskyFactor(dense, n);
  for (let c = 0; c < columns; c++) {
    const column = b.filter((_, at) => at % columns === c);
    choleskySolve(dense, n, column);
    expect(relativeError(solution.filter((_, at) => at % columns === c), column)).toBeLessThan(rounding);
  }
});

test('a zero, negative or NaN pivot is refused', () => {
  for (const bad of [0, -1, NaN, Infinity]) {
    const { band } = bandMatrix(6, 2);
    band[4 * 3 + 2] = bad;
    expect(bandCholeskyFactor(band, 6, 2)).toBe(false);
  }
});

test('the examples hold', () => {
  const band = Float64Array.of(0, 4, 2, 5);
  expect(bandCholeskyFactor(band, 2, 1)).toBe(true);
  expect(band).toEqual(Float64Array.of(0, 2, 1, 2));
  const b = Float64Array.of(8, 14);
  bandCholeskySolve(band, 2, 1, b);
  expect(relativeError(b, [0.75, 2.5])).toBeLessThan(rounding);
});
