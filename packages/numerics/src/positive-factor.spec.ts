import { expect, test } from '@jest/globals';
import { positiveFactor } from './positive-factor.js';
import { randomStream } from './random-stream.js';

/** Rotations of a 6 by 6 matrix round a few times. */
const ROUNDING = 1e-14;

/** F'F */
function product(f: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += f[k * n + Math.floor(at / n)]! * f[k * n + (at % n)]!;
    return sum;
  });
}

const largest = (a: Float64Array): number => a.reduce((m, x) => Math.max(m, Math.abs(x)), 0);

test('a matrix that is positive semidefinite already is factored as it is, a row of 0 for what it lacks', () => {
  const stream = randomStream(1, 'factor');
  for (const n of [1, 2, 3, 6]) {
    const b = Float64Array.from({ length: n * n }, (_, k) => (k < n && n > 1 ? 0 : stream.normal()));
    const a = product(b, n);
    const f = a.slice();
    positiveFactor(f, n);
    const back = product(f, n);
    expect(largest(back.map((x, k) => x - a[k]!))).toBeLessThan(ROUNDING * largest(a));
    if (n > 1) expect([...f.subarray(n * (n - 1))]).toEqual(new Array(n).fill(0));
  }
});

test('negative eigenvalues count as 0 and leave the others alone', () => {
  // Eigenvectors (1, 1) and (1, -1) with the values 3 and -1.
  const f = Float64Array.of(1, 2, 2, 1);
  positiveFactor(f, 2);
  product(f, 2).forEach((x) => { expect(x).toBeCloseTo(1.5, 14); });
  const negative = Float64Array.of(-1, 0, 0, -2);
  positiveFactor(negative, 2);
  expect([...negative]).toEqual([0, 0, 0, 0]);
});

test('the matrix of a softmax loses no digits where one class is almost certain', () => {
  const p = [1 - 3e-9, 2e-9, 1e-9];
  const a = Float64Array.from({ length: 9 }, (_, k) => (k % 4 === 0 ? p[k % 3]! : 0) - p[Math.floor(k / 3)]! * p[k % 3]!);
  const f = a.slice();
  positiveFactor(f, 3);
  product(f, 3).forEach((x, k) => { expect(Math.abs(x - a[k]!)).toBeLessThan(ROUNDING * 4e-9); });
});

test('numbers that are not finite come out as such', () => {
  const f = Float64Array.of(1, NaN, NaN, 1);
  positiveFactor(f, 2);
  expect(f.every(Number.isNaN)).toBe(true);
});
