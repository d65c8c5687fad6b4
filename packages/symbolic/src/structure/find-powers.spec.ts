import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { findPowerGroups, groupCurve } from './find-power-group.js';
import { findExponents, findPowers } from './find-powers.js';

const POWERS = [1, 2, 3, -1, -2, 0.5, -0.5];
const ROWS = 400;

/** Rows of some inputs, log-uniform between two ends, with both signs where asked for, and a target with noise as a share of its root mean square. */
function table(inputs: readonly (readonly [number, number, 'both'?])[], f: (x: readonly number[]) => number, noise = 0, count = ROWS): readonly [Samples, Float64Array] {
  const stream = randomStream(5, 'powers');
  const rows = Array.from({ length: count }, () => inputs.map(([low, high, signs]) => Math.exp(stream.uniform(Math.log(low), Math.log(high))) * (signs === 'both' && stream.next() < 0.5 ? -1 : 1)));
  const exact = rows.map(f);
  const size = Math.sqrt(exact.reduce((sum, y) => sum + y * y, 0) / count);
  return [{ count, width: inputs.length, values: Float64Array.from(rows.flat()) }, Float64Array.from(exact, (y) => y + noise * size * stream.normal())];
}

const factors = (...of: readonly (readonly [input: number, power: number])[]) => of.map(([input, power]) => ({ input, power }));

describe('findPowers', () => {
  const law = ([q, p, r]: readonly number[]): number => (9e9 * q! * p!) / r! ** 2;
  const decades = [[0.1, 10, 'both'], [0.1, 10, 'both'], [0.1, 10]] as const;

  test.each([0, 1e-3, 1e-2])('a product of powers over decades and both signs is seen, noise %d', (noise) => {
    expect(findPowers(...table(decades, law, noise), POWERS)).toEqual({ factors: factors([0, 1], [1, 1], [2, -2]), rest: [] });
  });

  test('what is not offered is no power, and an input that does not count is none', () => {
    const [inputs, targets] = table(decades, law);
    expect(findPowers(inputs, targets, POWERS.filter((power) => power !== -2))).toEqual({ factors: factors([0, 1], [1, 1]), rest: [2] });
    expect(findPowers(...table(decades, ([q, p]) => q! * p!), POWERS)).toEqual({ factors: factors([0, 1], [1, 1]), rest: [] });
  });

  test('roots are of inputs that are positive', () => {
    expect(findPowers(...table([[1, 5], [1, 5]], ([a, b]) => Math.sqrt(a! / b!)), POWERS).factors).toEqual(factors([0, 0.5], [1, -0.5]));
    expect(findPowers(...table([[1, 5, 'both'], [1, 5]], ([a, b]) => Math.sqrt(Math.abs(a!)) * b!), POWERS)).toEqual({ factors: factors([1, 1]), rest: [0] });
  });

  test.each([0, 1e-2])('factors are told from a function of the others, noise %d', (noise) => {
    expect(findPowers(...table([[1, 3], [1, 3], [1, 3], [1, 3]], ([m, a, b, x]) => m! * (a! ** 2 + b! ** 2) * x! ** 2, noise), POWERS)).toEqual({ factors: factors([0, 1], [3, 2]), rest: [1, 2] });
    expect(findPowers(...table([[1, 5], [1, 5]], ([b, angle]) => b! * Math.cos(angle!), noise), POWERS)).toEqual({ factors: factors([0, 1]), rest: [1] });
  });

  test('sums and noise have no factors', () => {
    expect(findPowers(...table([[0.5, 2], [0.5, 2]], ([a, b]) => a! + 2 * b!), POWERS)).toEqual({ factors: [], rest: [0, 1] });
    const [inputs] = table(decades, law);
    const stream = randomStream(1, 'noise');
    expect(findPowers(inputs, Float64Array.from({ length: ROWS }, () => stream.normal()), POWERS).factors).toEqual([]);
  });

  test('of few rows, of zeros, and of inputs that hardly change nothing is said', () => {
    const first = (count: number): readonly [Samples, Float64Array] => [{ count, width: 1, values: Float64Array.from({ length: count }, (_, n) => n + 1) }, Float64Array.from({ length: count }, (_, n) => (n + 1) ** 2)];
    expect(findPowers(...first(10), POWERS).factors).toEqual(factors([0, 2]));
    expect(findPowers(...first(9), POWERS).factors).toEqual([]);
    expect(findPowers(first(10)[0], new Float64Array(10), POWERS)).toEqual({ factors: [], rest: [0] });
    expect(findPowers(...table([[1, 1.01], [1, 5]], ([a, b]) => a! * b!), POWERS).rest).toEqual([0]);
  });
});

describe('findPowerGroups', () => {
  test.each([0, 1e-2])('a function of a product of powers, beside others, noise %d', (noise) => {
    const [found] = findPowerGroups(...table([[1, 3], [1, 3], [1, 2]], ([s, t, e]) => (e! * Math.exp(-((t! / s!) ** 2) / 2)) / s!, noise), POWERS);
    expect(found!.factors).toHaveLength(2);
    expect(found!.factors).toContainEqual({ input: 2, power: 1 });
    const [one, other] = found!.group;
    expect([one!.input, other!.input, one!.power + other!.power]).toEqual([0, 1, 0]);
  });

  test('all ways to say the same have the same values: a power of the group may be part of the function', () => {
    const [inputs, targets] = table([[1, 3], [1, 3]], ([s, t]) => Math.exp(-t! / s!) / s!);
    const found = findPowerGroups(inputs, targets, POWERS);
    expect(found).toHaveLength(2);
    expect(found.map((of) => of.factors.map(({ input, power }) => [input, power]))).toEqual(expect.arrayContaining([[[0, -1]], [[1, -1]]]));
    for (const of of found) {
      const { points, error } = groupCurve(inputs, targets, of)!;
      // exp(-u) or u exp(-u), with u the quotient one way or the other.
      const u = Array.from(points.x, (x) => (of.group[0]!.power < 0 ? x : 1 / x) ** (1 / Math.abs(of.group[0]!.power)));
      const expected = u.map((v) => (of.factors[0]!.input === 0 ? 1 : v) * Math.exp(-v));
      Array.from(points.y).forEach((y, k) => expect(Math.abs(y - expected[k]!)).toBeLessThan(1e-3));
      expect(error.size).toBeLessThan(1e-4);
    }
  });

  describe('of few rows', () => {
    const absorbed = ([i, c, l]: readonly number[]): number => i! * Math.exp(-2 * c! * l!);
    const charged = ([u, t, r, c]: readonly number[]): number => u! * (1 - Math.exp(-t! / (r! * c!)));

    test.each([0, 0.02])('the best of those with small exponents, noise %d', (noise) => {
      expect(findPowerGroups(...table([[1, 10], [0.1, 1], [0.5, 2]], absorbed, noise, 48), POWERS)[0]).toEqual({ factors: factors([0, 1]), group: factors([1, 1], [2, 1]) });
      expect(findPowerGroups(...table([[1, 10], [0.1, 5], [1, 3], [0.5, 2]], charged, noise / 2, 60), POWERS)[0]).toEqual({ factors: factors([0, 1]), group: factors([1, 1], [2, -1], [3, -1]) });
      expect(findPowerGroups(...table([[0.1, 1.5], [0.5, 2]], ([a, b]) => 1 - Math.exp(-2 * a! * Math.sqrt(b!)), noise, 36), POWERS)[0]).toEqual({ factors: [], group: factors([0, 1], [1, 0.5]) });
    });

    test('its function is a curve of as many numbers as there are rows for', () => {
      const [inputs, targets] = table([[1, 10], [0.1, 1], [0.5, 2]], absorbed, 0, 48);
      const { points, error } = groupCurve(inputs, targets, { factors: factors([0, 1]), group: factors([1, 1], [2, 1]) })!;
      Array.from(points.x).forEach((u, k) => expect(Math.abs(points.y[k]! - Math.exp(-2 * u))).toBeLessThan(5e-3));
      // Five rows for each.
      expect(error.observations).toBe(9);
      const few = table([[1, 10], [0.1, 1], [0.5, 2]], absorbed, 0, 24);
      expect(groupCurve(...few, { factors: factors([0, 1]), group: factors([1, 1], [2, 1]) })).toBeNull();
    });

    test.each<[string, readonly (readonly [number, number])[], (x: readonly number[]) => number]>([
      ['powers alone', [[1, 9], [1, 9], [1, 9]], ([a, b, c]) => (a! * b!) / c!],
      ['a function of one input', [[1, 9], [0.1, 3]], ([a, t]) => a! * Math.exp(-t!)],
      ['a sum of curves', [[1, 3], [1, 3], [1, 3]], ([a, b, c]) => Math.sin(3 * a!) + b! ** 2 + 3 * Math.cos(2 * c!)],
      ['a product of sums', [[1, 3], [1, 3]], ([a, b]) => (a! + 1) * (b! + 2)],
    ])('%s is none', (_, ends, law) => {
      for (const noise of [0, 0.02]) expect(findPowerGroups(...table(ends, law, noise, 48), POWERS)).toEqual([]);
    });

    test('nor is what is near to one, what needs exponents that are not offered, noise, too few rows, and many inputs', () => {
      const [inputs] = table([[1, 10], [0.1, 1], [0.5, 2]], absorbed, 0, 48);
      const stream = randomStream(2, 'noise');
      for (let k = 0; k < 20; k++) expect(findPowerGroups(inputs, Float64Array.from({ length: 48 }, () => Math.exp(stream.normal())), POWERS)).toEqual([]);
      const [pair, targets] = table([[0.1, 1.5], [0.5, 2]], ([a, b]) => 2 + Math.sin(a! * b!), 0, 48);
      expect(findPowerGroups(pair, targets, POWERS)).not.toEqual([]);
      expect(findPowerGroups(pair, targets, [2, -1, 0.5])).toEqual([]);
      expect(findPowerGroups(...table([[0.1, 1.5], [0.5, 2]], ([a, b]) => 2 + Math.sin(a! * b!), 0, 24), POWERS)).toEqual([]);
      const square = table([[0.1, 1.5], [0.5, 2]], ([a, b]) => 2 - Math.exp(-a! * b! ** 2), 0, 48);
      expect(findPowerGroups(...square, POWERS)[0]!.group).toEqual(factors([0, 1], [1, 2]));
      expect(findPowerGroups(...square, POWERS.filter((power) => power !== 2))).toEqual([]);
      // A function of a sum of squares is near to one of a product of roots.
      expect(findPowerGroups(...table([[1, 3], [1, 3]], ([a, b]) => Math.sin(a! ** 2 + 3 * b!), 0, 48), POWERS)).toEqual([]);
      const many = Array.from({ length: 7 }, (): [number, number] => [1, 3]);
      expect(findPowerGroups(...table(many, ([a, b]) => 2 + Math.sin(a! * b!), 0, 90), POWERS)).toEqual([]);
      expect(findPowerGroups(...table(many.slice(1), ([a, b]) => 2 + Math.sin(a! * b!), 0, 90), POWERS)[0]).toEqual({ factors: [], group: factors([0, 1], [1, 1]) });
    });
  });

  test('a sum of curves is none', () => {
    expect(findPowerGroups(...table([[1, 3], [1, 3], [1, 3]], ([a, b, c]) => Math.sin(3 * a!) + b! ** 2 + 3 * Math.cos(2 * c!)), POWERS)).toEqual([]);
  });
});

describe('findExponents', () => {
  const law = ([L, K]: readonly number[]): number => -2 * L! ** (2 / 3) * K! ** 0.34;
  const above = [[1, 10], [1, 10], [1, 10]] as const;

  test.each([0, 1e-2])('exponents that are no functions are seen, and an input that does not count is left out, noise %d', (noise) => {
    const { factors: of, scale } = findExponents(...table(above, law, noise))!;
    expect(of.map(({ input }) => input)).toEqual([0, 1]);
    const near = noise === 0 ? 9 : 1.5;
    expect([of[0]!.power, of[1]!.power, scale]).toEqual([expect.closeTo(2 / 3, near), expect.closeTo(0.34, near), expect.closeTo(-2, near)]);
  });

  test('what is no product of powers, has both signs or is not above 0 is none, nor are few rows', () => {
    expect(findExponents(...table(above, ([a, b]) => a! + b! ** 2, 1e-3))).toBeNull();
    expect(findExponents(...table([[1, 10, 'both'], [1, 10]], ([a, b]) => Math.abs(a!) ** 0.4 * b!))).toBeNull();
    expect(findExponents(...table(above, ([a, b, c]) => a! ** 0.3 * b! ** 0.2 * (c! - 5)))).toBeNull();
    const [{ values }, targets] = table(above, law);
    const few = (rows: number) => findExponents({ count: rows, width: 3, values: values.slice(0, 3 * rows) }, targets.slice(0, rows));
    expect([few(0), few(19), few(20)?.factors.length]).toEqual([null, null, 2]);
  });
});
