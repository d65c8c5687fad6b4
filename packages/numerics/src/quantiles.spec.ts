import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { median, quantiles } from './quantiles.js';
import { relativeError } from './relative-error.js';

const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 });
const probability = fc.double({ min: 0, max: 1, noNaN: true });

test('quantiles agree with numpy 2 (method linear)', () => {
  const sample = Float64Array.of(3.1, -2, 7.5, 0.25, 7.5, 11, -8);
  const probabilities = Float64Array.of(0.9, 0, 0.1, 0.25, 1 / 3, 0.5, 0.75, 1);
  const reference = [8.9, -8, -4.4, -0.875, 0.25, 3.1, 7.5, 11];
  expect(relativeError(quantiles(sample, probabilities), reference)).toBeLessThan(1e-15);
});

test('quantiles never decrease and never leave the sample', () => {
  fc.assert(
    fc.property(numbers, fc.array(probability, { minLength: 2, maxLength: 9 }), (sample, chosen) => {
      const result = quantiles(Float64Array.from(sample), Float64Array.from(chosen).sort());
      expect(result).toEqual(result.toSorted());
      expect(Math.min(...result)).toBeGreaterThanOrEqual(Math.min(...sample));
      expect(Math.max(...result)).toBeLessThanOrEqual(Math.max(...sample));
    }),
    { seed: 41 },
  );
});

test('the order of the sample does not matter, and the sample keeps it', () => {
  const sample = Float64Array.of(5, 1, 4);
  const probabilities = Float64Array.of(0.3, 0.8);
  expect(quantiles(sample, probabilities)).toEqual(quantiles(Float64Array.of(1, 4, 5), probabilities));
  expect(sample).toEqual(Float64Array.of(5, 1, 4));
});

test('a single element is every quantile', () => {
  expect(quantiles(Float64Array.of(-3), Float64Array.of(0, 0.4, 1))).toEqual(Float64Array.of(-3, -3, -3));
});

test('infinities and gaps beyond the largest double interpolate', () => {
  const half = Float64Array.of(0.5);
  expect(quantiles(Float64Array.of(-1.7e308, 1.7e308), half)).toEqual(Float64Array.of(0));
  expect(quantiles(Float64Array.of(-Infinity, 1), half)).toEqual(Float64Array.of(-Infinity));
  expect(quantiles(Float64Array.of(Infinity, Infinity), half)).toEqual(Float64Array.of(Infinity));
});

test('an empty sample, NaN and probabilities outside [0, 1] are refused', () => {
  const half = Float64Array.of(0.5);
  expect(() => quantiles(new Float64Array(0), half)).toThrow('"sample" must have at least one element; got none.');
  expect(() => quantiles(Float64Array.of(1, NaN), half)).toThrow('"sample" must not hold NaN; got one at index 1. Drop it first.');
  for (const bad of [-0.1, 1.1, NaN]) {
    expect(() => quantiles(Float64Array.of(1), Float64Array.of(bad))).toThrow(`"probabilities" must be in [0, 1]; got ${bad}.`);
  }
  expect(() => median([])).toThrow(RangeError);
  expect(() => median([NaN])).toThrow(RangeError);
});

test('the examples hold', () => {
  const result = quantiles(Float64Array.of(4, 1, 3, 2), Float64Array.of(0, 0.5, 0.9));
  expect(relativeError(result, [1, 2.5, 3.7])).toBeLessThan(1e-15);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
});
