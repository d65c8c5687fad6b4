import { expect, test } from '@jest/globals';
import { shareBelow } from './share-below.js';

test('a share counts what is strictly below, and failed seeds as not', () => {
  expect(shareBelow([1e-3, 1e-4, Infinity, 1e-5], 1e-3)).toBe(0.5);
});
