import { expect, test } from '@jest/globals';
import { extentOf, halfWidth, middle, place } from './extent.js';

test('the extent of what is finite, over all lists', () => {
  expect(extentOf([3, NaN, -Infinity], Float64Array.of(-1), [])).toEqual({ low: -1, high: 3 });
  expect(extentOf([NaN], [])).toBeNull();
});

test('middles, widths and places of numbers of any size', () => {
  for (const size of [1.7e308, 1e300, 1, 1e-300]) {
    const extent = { low: -size, high: size };
    expect(middle(extent)).toBe(0);
    expect(halfWidth(extent)).toBe(size);
    expect([-size, -size / 2, 0, size].map((value) => place(value, extent))).toEqual([0, 0.25, 0.5, 1]);
  }
  expect(middle({ low: Number.MAX_VALUE, high: Number.MAX_VALUE })).toBe(Number.MAX_VALUE);
});

test('what differs by rounding alone has no width, and its values are in the middle', () => {
  expect(halfWidth({ low: 1, high: 1 + 1e-15 })).toBe(0);
  expect(halfWidth({ low: 1, high: 1 + 1e-9 })).toBeGreaterThan(0);
  expect(place(1, { low: 1, high: 1 + 1e-15 })).toBe(0.5);
  expect(place(0, { low: 0, high: 0 })).toBe(0.5);
});
