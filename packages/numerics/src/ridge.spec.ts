import { describe, expect, test } from '@jest/globals';
import { leastSquares } from './least-squares.js';
import { randomStream } from './random-stream.js';
import { type LinearProblem, linearValue, ridge } from './ridge.js';

/** Rows of normal features, the first `useful` of which make the target, with noise. */
function problem(rows: number, features: number, useful: number, noise: number): LinearProblem {
  const stream = randomStream(3, 'ridge');
  const x = Float64Array.from({ length: rows * features }, () => stream.normal());
  const y = Float64Array.from({ length: rows }, (_, n) => 2 + Array.from({ length: useful }, (__, i) => (i + 1) * x[n * features + i]!).reduce((a, b) => a + b, 0) + noise * stream.normal());
  return { rows, x, features, y, targets: 1 };
}

describe('ridge', () => {
  test('without noise it is the line itself, whatever the units', () => {
    const { x, y, ...shape } = problem(40, 3, 3, 0);
    const { intercepts, weights } = ridge({ ...shape, x: x.map((v, k) => (k % 3 === 1 ? 1e6 * v + 5e6 : v)), y });
    expect(intercepts[0]).toBeCloseTo(2 - 10, 4);
    expect([weights[0]![0], weights[0]![1]! * 1e6, weights[0]![2]].map((w) => Number(w!.toFixed(4)))).toEqual([1, 2, 3]);
  });

  test('of the strengths it takes the one with the least generalized cross-validation', () => {
    const p = problem(30, 12, 2, 3);
    const { weights } = ridge(p);
    // The same by least squares on rows that are added for the penalty, in standardized features.
    const mean = (f: (n: number) => number): number => Array.from({ length: p.rows }, (_, n) => f(n)).reduce((a, b) => a + b, 0) / p.rows;
    const at = (n: number, i: number): number => p.x[n * p.features + i]!;
    const centers = Array.from({ length: p.features }, (_, i) => mean((n) => at(n, i)));
    const scales = centers.map((c, i) => Math.sqrt(mean((n) => (at(n, i) - c) ** 2)));
    const center = mean((n) => p.y[n]!);
    const candidates = Array.from({ length: 25 }, (_, k) => {
      const strength = 10 ** (k / 2 - 6);
      const total = p.rows + p.features;
      const fit = (target: (n: number) => number): Float64Array => leastSquares(
        Float64Array.from({ length: total * p.features }, (__, q) => {
          const [n, i] = [Math.floor(q / p.features), q % p.features];
          return n < p.rows ? (at(n, i) - centers[i]!) / scales[i]! : n - p.rows === i ? Math.sqrt(strength * p.rows) : 0;
        }),
        Float64Array.from({ length: total }, (__, n) => (n < p.rows ? target(n) : 0)), { rows: total, columns: p.features, count: 1 },
      ).coefficients;
      const say = (w: Float64Array, n: number): number => w.reduce((sum, v, i) => sum + v * (at(n, i) - centers[i]!) / scales[i]!, 0);
      const w = fit((n) => p.y[n]! - center);
      // The trace of the hat matrix: how much every target moves its own prediction.
      const freedom = 1 + Array.from({ length: p.rows }, (__, m) => say(fit((n) => Number(n === m)), m)).reduce((a, b) => a + b, 0);
      const rss = mean((n) => (p.y[n]! - center - say(w, n)) ** 2);
      return { w: w.map((v, i) => v / scales[i]!), criterion: rss / (1 - freedom / p.rows) ** 2 };
    });
    const best = candidates.reduce((a, b) => (b.criterion < a.criterion ? b : a));
    expect(candidates.indexOf(best)).toBeGreaterThan(0);
    expect(candidates.indexOf(best)).toBeLessThan(24);
    weights[0]!.forEach((w, i) => { expect(w).toBeCloseTo(best.w[i]!, 8); });
  });

  test('a column that stands twice shares its weight, and one that never changes has none', () => {
    const { y, x } = problem(50, 1, 1, 0);
    const twice = ridge({ rows: 50, features: 3, x: Float64Array.from({ length: 150 }, (_, k) => (k % 3 === 2 ? 7 : x[Math.floor(k / 3)]!)), y, targets: 1 });
    // Without the sign that rounding gives to nothing.
    expect([...twice.weights[0]!].map((w) => Number(w.toFixed(4)) + 0)).toEqual([0.5, 0.5, 0]);
  });

  test('a row of weight 2 is a row that stands twice, but for the count of rows', () => {
    const p = problem(20, 2, 2, 0);
    const odd = { ...p, y: p.y.map((v, n) => (n === 0 ? v + 10 : v)) };
    const weighted = ridge({ ...odd, weights: Float64Array.from({ length: 20 }, (_, n) => (n === 0 ? 0 : 1)) });
    expect([...weighted.weights[0]!].map((w) => Number(w.toFixed(4)))).toEqual([1, 2]);
  });

  test('of no features it is the mean, of several targets each by itself', () => {
    const { intercepts, weights } = ridge({ rows: 3, x: new Float64Array(0), features: 0, y: Float64Array.of(1, 10, 2, 20, 6, 60), targets: 2 });
    expect([[...intercepts], weights.map((w) => w.length)]).toEqual([[3, 30], [0, 0]]);
    expect(linearValue({ intercepts: Float64Array.of(1), weights: [Float64Array.of(2, 3)] }, Float64Array.of(0, 0, 4, 5), 1, 0)).toBe(24);
  });

  test('with more features than rows it says no more than the rows do', () => {
    const p = problem(10, 40, 1, 1);
    const model = ridge(p);
    const errors = Array.from({ length: 10 }, (_, n) => Math.abs(linearValue(model, p.x, n, 0) - p.y[n]!));
    expect(Math.max(...errors)).toBeGreaterThan(1e-3);
    expect(Math.max(...model.weights[0]!.map(Math.abs))).toBeLessThan(1);
  });

  test('what is no problem is refused', () => {
    expect(() => ridge({ rows: 2, x: Float64Array.of(1), features: 1, y: Float64Array.of(1, 2), targets: 1 })).toThrow('"x" must have 2 elements');
    expect(() => ridge({ rows: 1, x: Float64Array.of(1), features: 1, y: Float64Array.of(NaN), targets: 1 })).toThrow('"y" must be finite');
    expect(() => ridge({ rows: 0, x: new Float64Array(0), features: 1, y: new Float64Array(0), targets: 1 })).toThrow('at least one');
  });
});
