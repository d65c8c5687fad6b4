import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { autocorrelationTest } from './autocorrelation-test.js';
import { neighbourTest } from './neighbour-test.js';

type Pair = readonly [number, number];
const chain = (n: number): Pair[] => Array.from({ length: n - 1 }, (_, k) => [k, k + 1]);
/** Each of n places with the next three. */
const ring = (n: number): Pair[] => Array.from({ length: n }, (_, k) => [1, 2, 3].map((step): Pair => [k, (k + step) % n])).flat();

test('the numbers are those of the definition', () => {
  // Deviations -1, -2, 1, 2: products 2 and 2, their mean over a mean square of 2.5.
  const { correlation, statistic, p } = neighbourTest([9, 8, 11, 12], [[0, 1], [3, 2]]);
  expect([correlation, statistic]).toEqual([expect.closeTo(0.8, 14), expect.closeTo(4 / Math.sqrt(8), 14)]);
  expect(p).toBeCloseTo(0.0786496, 6);
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  expect(neighbourTest(values, chain(8)).statistic).toBe(autocorrelationTest(values).statistic);
  expect(neighbourTest(values.map((v) => 1e-200 * v), chain(8)).statistic).toBeCloseTo(autocorrelationTest(values).statistic, 12);
  expect(neighbourTest([2, 2, 2], chain(3))).toEqual({ correlation: 0, statistic: 0, p: 0.5 });
});

test.each([20, 60, 300])('of %i values that are noise alone it says so as often as it should, each in six pairs', (n) => {
  const stream = randomStream(5, `pairs ${n}`);
  const noises: Readonly<Record<string, (k: number) => number>> = { normal: () => stream.normal(), 'with heavy tails': () => stream.normal() / Math.abs(stream.normal()), 'over three decades': (k) => 10 ** ((3 * k) / n) * stream.normal() };
  for (const [name, noise] of Object.entries(noises)) {
    const ps = Array.from({ length: 1000 }, () => neighbourTest(Array.from({ length: n }, (_, k) => noise(k)), ring(n)).p);
    const share = (level: number): number => ps.filter((p) => p < level).length / 1000;
    const isHandful = n === 20 && name === 'over three decades';
    expect([name, share(0.1) < (isHandful ? 0.2 : 0.13), share(0.05) < (isHandful ? 0.12 : 0.071), share(1e-3) < 0.006]).toEqual([name, true, true, true]);
    if (name === 'normal' && n > 20) expect([share(0.1) > 0.04, share(0.05) > 0.015]).toEqual([true, true]);
  }
});

test('what is no number or no pair is refused', () => {
  expect(() => neighbourTest([1, 2], [[0, 1]])).toThrow('"n" must be a whole number of at least 3; got 2.');
  expect(() => neighbourTest([1, 2, 3], [])).toThrow('"pairs" must be a whole number of at least 1; got 0.');
  expect(() => neighbourTest([1, NaN, 2], [[0, 1]])).toThrow('"values" must be finite; got NaN at index 1.');
});
