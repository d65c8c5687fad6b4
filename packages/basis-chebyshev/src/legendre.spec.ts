import { expect, test } from '@jest/globals';
import { basisTable, bestFit } from '@knotwork/conformance';
import { legendre } from './legendre.js';

/** The sum of the definition cancels: its terms are hundreds of times as large as their sum. */
const ROUNDING = 1e-12;
const points = Array.from({ length: 41 }, (_, k) => k / 20 - 1);

/** 2^-n sum_k binomial(n, k)^2 (x - 1)^(n - k) (x + 1)^k */
function definition(n: number, x: number): number {
  let [binomial, sum] = [1, 0];
  for (let k = 0; k <= n; k++) {
    sum += binomial ** 2 * ((x - 1) / 2) ** (n - k) * ((x + 1) / 2) ** k;
    binomial *= (n - k) / (k + 1);
  }
  return sum;
}

test('the recursion agrees with the explicit sum', () => {
  const { size, values } = basisTable(legendre, { degree: 12 }, points);
  points.forEach((x, k) => { for (let n = 0; n < size; n++) expect(Math.abs(values[k * size + n]! - definition(n, x))).toBeLessThan(ROUNDING); });
});

test('P_2, P_3 and P_4 are the polynomials of the books, derivatives included', () => {
  const x = 0.3;
  const at = (order: number) => [...basisTable(legendre, { degree: 4 }, [x], { order }).values.slice(2)];
  const near = (actual: number[], expected: number[]) => actual.forEach((v, k) => expect(v).toBeCloseTo(expected[k]!, 13));
  near(at(0), [(3 * x ** 2 - 1) / 2, (5 * x ** 3 - 3 * x) / 2, (35 * x ** 4 - 30 * x ** 2 + 3) / 8]);
  near(at(1), [3 * x, (15 * x ** 2 - 3) / 2, (140 * x ** 3 - 60 * x) / 8]);
  near(at(3), [0, 15, 105 * x]);
});

test('at the ends all are 1 or -1, up to the highest degree there is', () => {
  const { size, values } = basisTable(legendre, { degree: 200 }, [-1, 1]);
  for (let n = 0; n < size; n++) {
    expect(Math.abs(values[size + n]! - 1)).toBeLessThan(ROUNDING);
    expect(Math.abs(values[n]! - (-1) ** n)).toBeLessThan(ROUNDING);
  }
});

test('they are orthogonal over the domain, with mean square 1 / (2n + 1)', () => {
  // The midpoint rule on N cells misses by about (degree / N)^2.
  const N = 4000;
  const { size, values } = basisTable(legendre, { degree: 8 }, Array.from({ length: N }, (_, k) => (2 * k + 1) / N - 1));
  for (let m = 0; m < size; m++) {
    for (let n = 0; n <= m; n++) {
      let mean = 0;
      for (let k = 0; k < N; k++) mean += values[k * size + m]! * values[k * size + n]! / N;
      expect(Math.abs(mean - (m === n ? 1 / (2 * n + 1) : 0))).toBeLessThan(1e-5);
    }
  }
});

test('a higher degree adds functions and changes none, and constants are in the span', () => {
  const [low, high] = [3, 10].map((degree) => basisTable(legendre, { degree }, [0.7]).values) as [Float64Array, Float64Array];
  expect([...high.slice(0, 4)]).toEqual([...low]);
  expect(low[0]).toBe(1);
  const { exactWhen } = legendre.capabilities.refine!;
  expect([exactWhen(3, 10), exactWhen(10, 3)]).toEqual([true, false]);
  expect(bestFit(legendre, {}, Math.exp).max).toBeLessThan(1e-10);
});

test('options have defaults and ranges', () => {
  expect(legendre.options.parse({})).toEqual({ degree: 10 });
  for (const bad of [{ degree: 0 }, { degree: 201 }, { order: 3 }]) expect(legendre.options.safeParse(bad).success).toBe(false);
});
