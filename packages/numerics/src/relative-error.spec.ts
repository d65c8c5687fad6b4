import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { relativeError } from './relative-error.js';

test('equal vectors have error 0, also when zero, empty or infinitesimal', () => {
  for (const values of [[1, -2], [0, 0], [], [5e-324], [1.7e308, 1.7e308]]) expect(relativeError(values, values)).toBe(0);
});

test('a common power of two changes nothing, up to both ends of the exponent range', () => {
  const error = relativeError([3, 4.5], [3, 4]);
  for (const exponent of [-1000, -500, 500, 1020]) {
    const scale = 2 ** exponent;
    expect(relativeError([3 * scale, 4.5 * scale], [3 * scale, 4 * scale])).toBe(error);
  }
});

test('opposite vectors have error 2, without overflow', () => {
  expect(relativeError([1.7e308, 1.7e308], [-1.7e308, -1.7e308])).toBe(2);
});

test('the plain formula holds wherever it does not overflow', () => {
  const pair = fc.tuple(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.double({ min: 1, max: 1e9, noNaN: true }));
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
      const actual = pairs.map(([a]) => a);
      const expected = pairs.map(([, e]) => e);
      const plain = Math.hypot(...actual.map((a, i) => a - expected[i]!)) / Math.hypot(...expected);
      expect(Math.abs(relativeError(actual, expected) - plain)).toBeLessThanOrEqual(1e-13 * plain);
    }),
    { seed: 61 },
  );
});

test('a zero reference makes any difference enormous', () => {
  expect(relativeError([1e-3], [0])).toBeGreaterThan(1e300);
});

test('NaN and infinities never pass for agreement', () => {
  expect(relativeError([NaN], [1])).toBeNaN();
  expect(relativeError([NaN], [NaN])).toBeNaN();
  expect(relativeError([1], [NaN])).toBeNaN();
  expect(relativeError([Infinity], [Infinity])).toBeNaN();
  expect(relativeError([Infinity, 1], [2, 1])).toBe(Infinity);
  expect(relativeError([2], [Infinity])).toBeNaN();
});

test('different lengths are refused', () => {
  expect(() => relativeError([1], [1, 2])).toThrow('"actual" must have 2 elements (as many as "expected"); got 1.');
});

test('the example holds', () => {
  expect(relativeError([3, 4.5], [3, 4])).toBeCloseTo(0.1, 15);
});
