import { describe, expect, test } from '@jest/globals';
import { randomStream, relativeError } from '@knotwork/numerics';
import type { MatrixUpdate, Vec } from '@knotwork/plugin';
import { dot, InverseHessian } from './inverse-hessian.js';

type Matrix = readonly (readonly number[])[];

const product = (m: Matrix, x: ArrayLike<number>): number[] => m.map((row) => row.reduce((sum, v, j) => sum + v * x[j]!, 0));
const inner = (x: ArrayLike<number>, y: ArrayLike<number>): number => Array.from(x).reduce((sum, v, k) => sum + v * y[k]!, 0);
const identity = (n: number): Matrix => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_v, j) => Number(i === j)));

/** By Gauss and Jordan, with pivots. */
function inverse(m: Matrix): Matrix {
  const n = m.length;
  const rows = m.map((row, i) => [...row, ...identity(n)[i]!]);
  for (let c = 0; c < n; c++) {
    const best = rows.reduce((p, row, i) => (i > c && Math.abs(row[c]!) > Math.abs(rows[p]![c]!) ? i : p), c);
    [rows[c], rows[best]] = [rows[best]!, rows[c]!];
    const pivot = rows[c]!.map((v) => v / rows[c]![c]!);
    rows.forEach((row, i) => { rows[i] = i === c ? pivot : row.map((v, j) => v - row[c]! * pivot[j]!); });
  }
  return rows.map((row) => row.slice(n));
}

/**
 * The Hessian after a step as the self-scaled Broyden class has it, matrix by matrix and of B instead of its inverse:
 *
 *     B+ = tau (B - B s s'B / s'Bs + theta w w') + y y' / s'y      w = sqrt(s'Bs) (y / s'y - Bs / s'Bs)
 *
 * @source M. Al-Baali, 1998, with theta and tau as Urbán, Stefanou and Pons, 2024, choose them
 */
function after(B: Matrix, s: ArrayLike<number>, y: ArrayLike<number>, { update, scaling }: MatrixUpdate): Matrix {
  const n = B.length;
  const Bs = product(B, s);
  const [sy, sBs, yHy] = [inner(s, y), inner(s, Bs), inner(y, product(inverse(B), y))];
  const [b, h] = [sBs / sy, yHy / sy];
  const a = b * h - 1;
  const c = Math.sqrt(a / (a + 1));
  const lowest = Math.min(1, h * (1 - c));
  const theta = update === 'bfgs' ? 0 : Math.max((lowest - 1) / a, Math.min(1 / lowest, (1 - b) / b));
  const [rho, sigma] = [Math.min(1, 1 / b), 1 + theta * a];
  const spread = sigma ** (1 / (1 - n));
  const scaled = theta <= 0 ? Math.min(rho * spread, sigma) : rho * Math.min(spread, 1 / theta);
  const tau = scaling === 'self' ? scaled : 1;
  const w = Array.from(y, (v, i) => Math.sqrt(sBs) * (v / sy - Bs[i]! / sBs));
  return B.map((row, i) => row.map((v, j) => tau * (v - Bs[i]! * Bs[j]! / sBs + theta * w[i]! * w[j]!) + y[i]! * y[j]! / sy));
}

const stream = randomStream(1, 'steps');
const draw = (n: number): Vec => Float64Array.from({ length: n }, () => stream.normal());
/** A positive definite matrix, with curvature from 1 to about 10. */
function convex(n: number): Matrix {
  const m = Array.from({ length: n }, () => draw(n));
  return identity(n).map((row, i) => row.map((v, j) => v + inner(m[i]!, m[j]!) / n));
}

const dense = (hessian: InverseHessian, n: number): number[] => identity(n).flatMap((row) => [...hessian.times(Float64Array.from(row))]);
const learn = (hessian: InverseHessian, B: Matrix, s: Vec, y: Vec, rule: MatrixUpdate): boolean => hessian.learn(s, y, dot(s, y), inner(s, product(B, s)) / dot(s, y), rule);

const rules = (['broyden', 'bfgs'] as const).flatMap((update) => (['self', 'first', 'none'] as const).map((scaling) => ({ update, scaling })));

describe.each(rules)('by $update with scaling $scaling', (rule) => {
  test.each([1, 2, 6, 7])('it is after every step the inverse of the Hessian that is updated matrix by matrix, for %d unknowns', (n) => {
    let B: Matrix = identity(n).map((row) => row.map((v) => 2 * v));
    const hessian = InverseHessian.multiple(n, 0.5);
    const A = convex(n);
    for (let k = 0; k < 9; k++) {
      // From far too low to far too high, so that theta takes both signs and both its bounds.
      const s = draw(n);
      const y = Float64Array.from(product(A, s), (v) => v * 4 ** (k % 3 - 1));
      // Where all members of the class are the same, the formulas of the source are 0 / 0.
      if (n === 1) { hessian.learn(s, y, dot(s, y), s[0]! * s[0]! * B[0]![0]! / dot(s, y), rule); B = [[y[0]! / s[0]!]]; }
      else { expect(learn(hessian, B, s, y, rule)).toBe(true); B = after(B, s, y, rule); }
      expect(relativeError(dense(hessian, n), inverse(B).flat())).toBeLessThan(1e-10);
      // The secant equation: what changed the gradient by y is s.
      expect(relativeError(hessian.times(y), s)).toBeLessThan(1e-10);
    }
  });
});

test('theta takes both signs and both bounds in those steps', () => {
  const signs = new Set<string>();
  for (const n of [2, 6, 7]) {
    let B: Matrix = identity(n).map((row) => row.map((v) => 2 * v));
    const A = convex(n);
    for (let k = 0; k < 30; k++) {
      const s = draw(n);
      const y = Float64Array.from(product(A, s), (v) => v * 4 ** (k % 3 - 1));
      const [b, h] = [inner(s, product(B, s)) / dot(s, y), inner(y, product(inverse(B), y)) / dot(s, y)];
      const a = b * h - 1;
      const lowest = Math.min(1, h * (1 - Math.sqrt(a / (a + 1))));
      const middle = (1 - b) / b;
      signs.add(middle < (lowest - 1) / a ? 'lowest' : middle > 1 / lowest ? 'highest' : middle > 0 ? 'positive' : 'negative');
      B = after(B, s, y, rules[0]!);
    }
  }
  expect([...signs].sort()).toEqual(['highest', 'lowest', 'negative', 'positive']);
});

test.each([0, 1, 2, 5, 8])('of %d unknowns it is a triangle, and times a vector what the whole matrix is', (n) => {
  const hessian = InverseHessian.multiple(n, 1);
  expect(hessian.lower).toHaveLength(n * (n + 1) / 2);
  hessian.lower.set(draw(hessian.lower.length));
  const whole = identity(n).map((row, i) => row.map((_, j) => hessian.lower[Math.max(i, j) * (Math.max(i, j) + 1) / 2 + Math.min(i, j)]!));
  const x = draw(n);
  expect(relativeError(hessian.times(x), product(whole, x))).toBeLessThan(1e-14);
});

test('where it is not positive definite it says so, and stays what it is', () => {
  const hessian = new InverseHessian(2, Float64Array.of(1, 0, -2));
  const [s, y] = [Float64Array.of(1, 1), Float64Array.of(0.5, 1)];
  expect(hessian.learn(s, y, dot(s, y), 1, rules[0]!)).toBe(false);
  const broken = InverseHessian.multiple(2, NaN);
  expect(broken.learn(s, y, dot(s, y), 1, rules[0]!)).toBe(false);
  expect([...hessian.lower]).toEqual([1, 0, -2]);
});
