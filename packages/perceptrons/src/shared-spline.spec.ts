import { expect, test } from '@jest/globals';
import { type Expr, evaluate, formula, grid, GRID_MAX, GRID_MIN, input } from '@knotwork/algebra';
import { sharedSpline } from './shared-spline.js';

/** Powers up to (degree + 1)^degree cancel. */
const CANCELLATION = 1e-11;

/** The B-spline of a degree on the knots 0, 1, ..., by the recursion of Cox and de Boor. */
function bSpline(t: number, degree: number): number {
  if (degree === 0) return t >= 0 && t < 1 ? 1 : 0;
  return (t * bSpline(t, degree - 1) + (degree + 1 - t) * bSpline(t - 1, degree - 1)) / degree;
}

/** The one feature at x on [-1, 2], for given coefficients of the spline. */
function value(options: { degree: number; intervals: number }, x: number, s: readonly number[]): number {
  const shape = sharedSpline.shape!(options);
  const names = Object.keys(shape);
  const [feature] = sharedSpline.features(input('x'), grid, options, Object.fromEntries(names.map((name) => [name, input(name)])), {}) as Expr[];
  const f = formula(['x', GRID_MIN, GRID_MAX, ...names], { y: feature! });
  return evaluate(f, { x, [GRID_MIN]: -1, [GRID_MAX]: 2, ...Object.fromEntries(names.map((name, k) => [name, s[k]!])) })['y']!;
}

const silu = (x: number): number => x / (1 + Math.exp(-x));

for (const degree of [1, 2, 3, 5]) {
  test(`degree ${degree}: silu and a spline on the grid, in and beside the domain`, () => {
    const options = { degree, intervals: 4 };
    const s = Array.from({ length: 4 + degree }, (_, k) => Math.sin(1 + 2 * k));
    for (const x of [-1, -0.7, 0.11, 0.5, 1.3, 1.99, -3, 7]) {
      const u = (4 * (x + 1)) / 3;
      const spline = s.reduce((sum, c, k) => sum + c * bSpline(u - k + degree, degree), 0);
      expect(Math.abs(value(options, x, s) - silu(x) - spline)).toBeLessThan(CANCELLATION);
    }
  });
}

test('it begins as silu, with trained coefficients that all edges of an input share', () => {
  const shape = Object.values(sharedSpline.shape!({ degree: 3, intervals: 5 }));
  expect(shape).toHaveLength(8);
  for (const parameter of shape) expect(parameter).toEqual({ scope: 'input', trainable: true, initial: 0 });
  expect(value({ degree: 3, intervals: 5 }, 0.4, Array<number>(8).fill(0))).toBeCloseTo(silu(0.4), 15);
});
