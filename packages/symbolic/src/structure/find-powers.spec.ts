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
    expect([of[0]!.rate, of[1]!.rate, scale]).toEqual([expect.closeTo(2 / 3, near), expect.closeTo(0.34, near), expect.closeTo(-2, near)]);
  });

  test('what is no product of powers, has both signs or is not above 0 is none, nor are few rows', () => {
    expect(findExponents(...table(above, ([a, b]) => a! + b! ** 2, 1e-3))).toBeNull();
    expect(findExponents(...table([[1, 10, 'both'], [1, 10]], ([a, b]) => Math.abs(a!) ** 0.4 * b!))).toBeNull();
    expect(findExponents(...table(above, ([a, b, c]) => a! ** 0.3 * b! ** 0.2 * (c! - 5)))).toBeNull();
    const [{ values }, targets] = table(above, law);
    const few = (rows: number) => findExponents({ count: rows, width: 3, values: values.slice(0, 3 * rows) }, targets.slice(0, rows));
    expect([few(0), few(19), few(20)?.factors.length]).toEqual([null, null, 2]);
  });

  describe('exponents that are far-fetched', () => {
    const warm = [[290, 390], [0.1, 3]] as const;
    const arrhenius = ([T, c]: readonly number[]): number => 4e6 * Math.exp(-5400 / T!) * c! ** 1.5;
    const stepsOf = (...of: Parameters<typeof table>): [number, number][] => findExponents(...table(...of))!.factors.map(({ step, rate }) => [step, rate]);

    test.each([0, 0.02])('give way to an exponential of one over the input, or of the input, noise %d', (noise) => {
      const { factors: of, scale } = findExponents(...table(warm, arrhenius, noise, 60))!;
      expect(of.map(({ input, step }) => [input, step])).toEqual([[0, -1], [1, 0]]);
      const near = noise === 0 ? 1e-6 : 0.05;
      [of[0]!.rate / -5400, of[1]!.rate / 1.5, Math.log(scale) / Math.log(4e6)].forEach((ratio) => expect(Math.abs(ratio - 1)).toBeLessThan(near));
      expect(stepsOf([[8, 12], [1, 5]], ([x, z]) => 0.3 * Math.exp(0.9 * x!) * z! ** 2, noise, 60).map(([step]) => step)).toEqual([1, 0]);
    });

    test.each([0, 0.01, 0.03])('stay where they are the law, noise in proportion %d', (noise) => {
      const stream = randomStream(6, 'noise');
      const near = (y: number): number => y * (1 + noise * stream.normal());
      expect(stepsOf([[1, 1.4], [1, 5]], ([r, c]) => near(c! * r! ** -12), 0, 60).map(([step]) => step)).toEqual([0, 0]);
      expect(stepsOf([[2, 3], [1, 5]], ([x, z]) => near(0.4 * x! ** 7 * z!), 0, 60).map(([step]) => step)).toEqual([0, 0]);
      expect(stepsOf([[10, 14], [0.5, 4]], ([V, d]) => near(0.02 * V! ** 3.5 * d! ** 0.5), 0, 60).map(([step]) => step)).toEqual([0, 0]);
    });

    test('give way where nothing is nearer, but for what is not so large where it is hardly farther, and ordinary ones where an exponential is clearly nearer', () => {
      const exponents = (rate: number): [number, number][] => stepsOf([[295, 360], [0.1, 3]], ([T, c]) => Math.exp(-rate / T! + rate / 325) * c! ** 1.5, 0.02, 36);
      expect([exponents(6000), exponents(1000)].map((of) => of.map(([step]) => step))).toEqual([[-1, 0], [0, 0]]);
      expect(exponents(1000)[0]![1]).toBeLessThan(4);
      const ordinary = (noise: number, rows: number): number[] => stepsOf([[1, 2], [0.5, 3]], ([x, c]) => Math.exp(1.5 * x!) * c!, noise, rows).map(([step]) => step);
      expect([ordinary(0.02, 200), ordinary(0.02, 36), ordinary(0.2, 200)]).toEqual([[1, 0], [0, 0], [0, 0]]);
    });

    test('stay where an exponential is of no step that is offered', () => {
      expect(findExponents(...table(warm, arrhenius, 0.02, 60), [])!.factors.map(({ step }) => step)).toEqual([0, 0]);
    });
  });

  test('small targets may have the other sign, by noise, but no large ones', () => {
    const [inputs, targets] = table([[290, 390], [0.1, 3]], ([T, c]) => -4e6 * Math.exp(-5400 / T!) * c! ** 1.5, 0, 60);
    const stream = randomStream(3, 'noise');
    const noisy = targets.map((v) => v + 0.05 * stream.normal());
    expect(noisy.some((v) => v > 0)).toBe(true);
    const { factors: of, scale } = findExponents(inputs, noisy)!;
    expect([of.map(({ step }) => step), Math.sign(scale), of[1]!.rate]).toEqual([[-1, 0], -1, expect.closeTo(1.5, 1)]);
    expect(findExponents(inputs, noisy.map((v, n) => (n === 7 ? -noisy.reduce((a, b) => Math.min(a, b)) : v)))).toBeNull();
    expect(findExponents(inputs, targets.map(() => 0))).toBeNull();
    // Their size alone would make small targets larger than they are.
    const [long, steep] = table([[0.05, 3], [1, 2]], ([x, z]) => x! ** 1.3 * z!, 0.05, 70);
    expect(findExponents(long, steep)!.factors[0]!.rate).toBeGreaterThan(1.28);
  });

  test('of few rows what is left must be noise, and little', () => {
    const absorbed = ([c, l]: readonly number[]): number => 100 * Math.exp(-35000 * c! * l!);
    expect(findExponents(...table([[1e-6, 8e-5], [0.5, 2]], absorbed, 1e-2, 32))).toBeNull();
    expect(findExponents(...table([[1, 10], [1, 10]], ([L, K]) => 2 * L! ** 0.67 * K! ** 0.33, 0.05, 32))).not.toBeNull();
    const stream = randomStream(4, 'noise');
    const [inputs, targets] = table([[1, 10], [1, 10]], ([L, K]) => 2 * L! ** 0.67 * K! ** 0.33, 0, 40);
    expect([0.05, 0.6].map((size) => findExponents(inputs, targets.map((v) => v * Math.exp(size * stream.normal()))) === null)).toEqual([false, true]);
  });

  describe('of targets over decades', () => {
    const within = (ends: readonly (readonly [number, number])[], f: (x: readonly number[]) => number, noise: number, seed: number, count = 60): readonly [Samples, Float64Array] => {
      const stream = randomStream(seed, 'decades');
      const rows = Array.from({ length: count }, () => ends.map(([low, high]) => stream.uniform(low, high)));
      return [{ count, width: ends.length, values: Float64Array.from(rows.flat()) }, Float64Array.from(rows, (row) => f(row) * (1 + noise * stream.normal()))];
    };
    const seeds = [1, 2, 3, 4, 5, 6];
    const grown = ([x, z]: readonly number[]): number => 0.1 * Math.exp(3 * x! + 1.6 * z!);

    test('noise in proportion lets small ones speak: exponentials are none of the powers that large ones are near to', () => {
      for (const seed of seeds) {
        const { factors: of, share } = findExponents(...within([[0, 3], [0, 3]], grown, 0.03, seed, seed < 4 ? 36 : 200))!;
        expect(of.map(({ step, rate }) => [step, Math.round(10 * rate) / 10])).toEqual([[1, 3], [1, 1.6]]);
        expect(Math.abs(share! / 0.03 - 1)).toBeLessThan(0.4);
      }
      // An ordinary exponent beside an exponential that is as slow.
      for (const seed of seeds) expect(findExponents(...within([[1, 10], [0, 10]], ([x, z]) => 3 * x! ** 1.3 * Math.exp(-z! / 2), 0.03, seed, 80))!.factors.map(({ step }) => step)).toEqual([0, 1]);
    });

    test('noise of one size leaves nothing of them in proportion', () => {
      for (const seed of seeds) {
        const [inputs, targets] = within([[1, 10], [1, 10]], ([x, z]) => 2 * x! ** 1.3 * z! ** 0.7, 0, seed, 200);
        const stream = randomStream(seed, 'noise');
        const found = findExponents(inputs, targets.map((y) => y + 0.5 * stream.normal()))!;
        expect([found.factors.map(({ step }) => step), found.share]).toEqual([[0, 0], null]);
      }
    });

    test('what is no product is none, with as much noise', () => {
      for (const seed of seeds) {
        for (const f of [([x, z]: readonly number[]) => 3 * x! + 2 * z! ** 2, ([x, z]: readonly number[]) => 3 * x! / (1 + z!), ([x, z]: readonly number[]) => 3 * x! + 2 * z!]) {
          expect(findExponents(...within([[1, 10], [0.01, 10]], f, 0.02, seed, 200))).toBeNull();
        }
      }
    });
  });
});
