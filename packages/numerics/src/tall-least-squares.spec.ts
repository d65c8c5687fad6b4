import { expect, test } from '@jest/globals';
import { leastSquares } from './least-squares.js';
import { randomStream } from './random-stream.js';
import { relativeError } from './relative-error.js';
import { TallLeastSquares } from './tall-least-squares.js';

const normals = (count: number, name: string): Float64Array => { const stream = randomStream(4, name); return Float64Array.from({ length: count }, () => stream.normal()); };

/** The damped problem with its rows of damping written out. */
function written(a: Float64Array, b: Float64Array, n: number, mu: number): Float64Array {
  const m = b.length;
  const all = new Float64Array((m + n) * n);
  all.set(a);
  for (let j = 0; j < n; j++) all[(m + j) * n + j] = Math.sqrt(mu) * Math.hypot(...Array.from({ length: m }, (_, i) => a[i * n + j]!));
  return leastSquares(all, Float64Array.from([...b, ...new Float64Array(n)]), { rows: m + n, columns: n, count: 1 }).coefficients;
}

test.each([[1, 1], [3, 5], [40, 5], [700, 7], [300, 299]])('%i rows of %i columns, in pieces, have the solution that they have at once', (m, n) => {
  const [a, b] = [normals(m * n, 'a'), normals(m, 'b')];
  for (let i = 0; i < m; i++) a[i * n]! *= 1e6;
  const problem = new TallLeastSquares(n);
  const cut = Math.floor(m / 3);
  problem.add(a.subarray(0, cut * n), b.subarray(0, cut));
  problem.add(a.subarray(cut * n), b.subarray(cut));
  for (const mu of [1e-10, 1e-2, 10]) expect(relativeError(problem.solve(mu), written(a, b, n, mu))).toBeLessThan(1e-7);
});

test('columns that are nearly one are told apart, which normal equations cannot', () => {
  // Two columns that differ by 1e-9: in the square that is 1e-18.
  const m = 50;
  const [x, y] = [normals(m, 'x'), normals(m, 'y')];
  const a = Float64Array.from({ length: 2 * m }, (_, k) => x[k >> 1]! + (k % 2 === 1 ? 1e-9 * y[k >> 1]! : 0));
  const b = x.map((v, i) => 3 * v - 2 * (v + 1e-9 * y[i]!));
  const problem = new TallLeastSquares(2);
  problem.add(a, b);
  const [c, d] = problem.solve(1e-26);
  expect([c!, d!].map((v) => v.toFixed(4))).toEqual(['3.0000', '-2.0000']);
});

test('a column of zeros gets nothing', () => {
  const problem = new TallLeastSquares(2);
  problem.add(Float64Array.of(1, 0, 1, 0), Float64Array.of(2, 4));
  const [c, d] = problem.solve(1e-20);
  expect([c!.toFixed(9), d]).toEqual(['3.000000000', 0]);
});
