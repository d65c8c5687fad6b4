import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { autocorrelationTest } from './autocorrelation-test.js';

const DRAWS = 1000;
/** Shares of draws with p below some levels. */
function rates(n: number, of: (stream: ReturnType<typeof randomStream>, k: number, n: number) => number, levels: readonly number[]): number[] {
  const stream = randomStream(7, `noise ${n}`);
  const ps = Array.from({ length: DRAWS }, () => autocorrelationTest(Array.from({ length: n }, (_, k) => of(stream, k, n))).p);
  return levels.map((level) => ps.filter((p) => p < level).length / DRAWS);
}

test('the numbers are those of the definition', () => {
  // Deviations -2, -1, 0, 1, 2: products 2, 0, 0, 2.
  const { correlation, statistic, p } = autocorrelationTest([1, 2, 3, 4, 5]);
  expect([correlation, statistic]).toEqual([expect.closeTo(4 / 10, 14), expect.closeTo(4 / Math.sqrt(8), 14)]);
  expect(p).toBeCloseTo(0.0786496, 6);
  expect(autocorrelationTest([-3, -2, -1, 0, 1, 2, 3]).correlation).toBeCloseTo(0.571, 3);
  // Neither unit nor place count, nor which end comes first.
  for (const values of [[10, 20, 30, 40, 50], [1e-200, 2e-200, 3e-200, 4e-200, 5e-200], [-5, -4, -3, -2, -1], [5, 4, 3, 2, 1]]) expect(autocorrelationTest(values).statistic).toBeCloseTo(statistic, 12);
  // Neighbours that are unlike are no structure here.
  expect(autocorrelationTest([1, -1, 1, -1, 1, -1]).p).toBeGreaterThan(0.97);
  expect(autocorrelationTest([2, 2, 2])).toEqual({ correlation: 0, statistic: 0, p: 0.5 });
});

test.each([20, 50, 300])('of %i values that are noise alone it says so as often as it should, of one size or of many', (n) => {
  const noises: Readonly<Record<string, Parameters<typeof rates>[1]>> = {
    normal: (stream) => stream.normal(), uniform: (stream) => stream.uniform(-1, 1), 'with heavy tails': (stream) => stream.normal() / Math.abs(stream.normal()), skew: (stream) => -Math.log(stream.uniform(0, 1)) - 1,
    'over three decades': (stream, k, of) => 10 ** ((3 * k) / of) * stream.normal(),
  };
  for (const [name, noise] of Object.entries(noises)) {
    const [ten, five, thousandth] = rates(n, noise, [0.1, 0.05, 1e-3]) as [number, number, number];
    // Three standard errors above, and not far below. Of twenty values over decades a handful counts, whose signs have few ways to stand.
    const isHandful = n === 20 && name === 'over three decades';
    expect([name, ten < (isHandful ? 0.2 : 0.13), five < (isHandful ? 0.12 : 0.071), thousandth < 0.004]).toEqual([name, true, true, true]);
    if (name === 'normal') expect([ten > 0.05, five > 0.015]).toEqual([true, true]);
  }
});

test('a wave is seen below noise of its own size, and of twenty values where it is all', () => {
  const stream = randomStream(3, 'wave');
  const waves = Array.from({ length: 200 }, () => autocorrelationTest(Array.from({ length: 200 }, (_, k) => Math.sin(k / 15) + stream.normal() / Math.SQRT2)).p);
  expect(waves.filter((p) => p < 1e-3).length).toBeGreaterThan(190);
  expect(autocorrelationTest(Array.from({ length: 20 }, (_, k) => Math.sin((k * 2 * Math.PI) / 20))).p).toBeLessThan(1e-3);
});

test('what is no order of numbers is refused', () => {
  expect(() => autocorrelationTest([1, 2])).toThrow('"n" must be a whole number of at least 3; got 2.');
  expect(() => autocorrelationTest([1, NaN, 2])).toThrow('"values" must be finite; got NaN at index 1.');
});
