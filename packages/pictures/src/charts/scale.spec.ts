import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isWide, linearScale, powerScale } from './scale.js';
import { numberText, ticks } from './ticks.js';

const labels = (scale: { readonly ticks: readonly { readonly label: string }[] }): string[] => scale.ticks.map(({ label }) => label);

test('numbers on axes are round', () => {
  expect(labels(linearScale({ low: 0, high: 10 }, 0, 100, 5))).toEqual(['0', '2', '4', '6', '8', '10']);
  expect(labels(linearScale({ low: -0.13, high: 0.31 }, 0, 100, 5))).toEqual(['−0.1', '0', '0.1', '0.2', '0.3']);
  expect(labels(linearScale({ low: 1000.1, high: 1000.4 }, 0, 100, 4))).toEqual(['1000.1', '1000.2', '1000.3', '1000.4']);
  expect(labels(linearScale({ low: 0, high: 3e7 }, 0, 100, 3))).toEqual(['0', '10⁷', '2·10⁷', '3·10⁷']);
  expect(labels(powerScale({ low: 0.0005, high: 2 }, 0, 100, 6))).toEqual(['0.001', '0.01', '0.1', '1']);
  expect(labels(powerScale({ low: 1, high: 60 }, 0, 100, 6))).toEqual(['1', '2', '5', '10', '20', '50']);
  expect(labels(powerScale({ low: 1e-30, high: 1 }, 0, 100, 6))).toEqual(['10⁻³⁰', '10⁻²⁴', '10⁻¹⁸', '10⁻¹²', '10⁻⁶', '1']);
});

test('numbers are written short', () => {
  expect([0, 1, -1.5, 1234.5678, 1e6, -2.5e-7, 1e-300, Infinity, -Infinity, NaN].map((value) => numberText(value))).toEqual(
    ['0', '1', '−1.5', '1230', '10⁶', '−2.5·10⁻⁷', '10⁻³⁰⁰', '∞', '−∞', 'not a number']);
  expect(numberText(123456, 6)).toBe('123456');
});

test('ends of an extent lie at the ends, and room is added on both sides', () => {
  const scale = linearScale({ low: 2, high: 4 }, 100, 0, 5);
  expect([2, 3, 4].map((value) => scale.at(value))).toEqual([100, 50, 0]);
  const roomy = linearScale({ low: 2, high: 4 }, 0, 120, 5, 0.1);
  expect([2, 4].map((value) => roomy.at(value))).toEqual([10, 110].map((at) => expect.closeTo(at, 9)));
  const powers = powerScale({ low: 0.01, high: 100 }, 0, 80, 5);
  expect([0.01, 0.1, 1, 100].map((value) => powers.at(value))).toEqual([0, 20, 40, 80].map((at) => expect.closeTo(at, 9)));
  expect([0, -1].map((value) => powers.at(value))).toEqual([NaN, NaN]);
});

test('powers are for positive numbers that are far apart', () => {
  expect([{ low: 1, high: 31 }, { low: 1, high: 29 }, { low: 0, high: 100 }, { low: -1, high: 100 }, null].map(isWide)).toEqual([true, false, false, false, false]);
});

test('whatever the extent, there are some ticks and not too many, in it and ascending, with labels of their own', () => {
  const any = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: -1e3, max: 1e3, noNaN: true }));
  fc.assert(fc.property(any, any, fc.integer({ min: 3, max: 10 }), (a, b, most) => {
    const extent = { low: Math.min(a, b), high: Math.max(a, b) };
    const all = ticks(extent, most);
    expect(all.length).toBeGreaterThanOrEqual(1);
    expect(all.length).toBeLessThanOrEqual(most + 2);
    all.forEach(({ value }, k) => {
      expect(Number.isFinite(value)).toBe(true);
      if (k > 0) expect(value).toBeGreaterThan(all[k - 1]!.value);
    });
    const scale = linearScale(extent, 0, 100, most, 0.05);
    for (const value of [a, b, ...scale.ticks.map((tick) => tick.value)]) expect(scale.at(value)).toEqual(expect.any(Number));
    expect([a, b].every((value) => scale.at(value) >= -1e-6 && scale.at(value) <= 100 + 1e-6)).toBe(true);
  }), { numRuns: 1000, seed: 8 });
});
