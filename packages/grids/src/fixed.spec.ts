import { expect, test } from '@jest/globals';
import { fixed } from './fixed.js';

test('a fixed grid is never due and never moves', () => {
  expect(fixed.isDue(0, 100, {})).toBe(false);
  const outside = { layer: 1, input: 0, domain: [-1, 1] as const, intervals: 5, samples: Float64Array.of(9), isNetworkInput: false, edges: () => [] };
  expect(fixed.place(outside, {})).toBeNull();
});
