import { expect, test } from '@jest/globals';
import { shareInterval } from './share-interval.js';
import { binomialTail, signTest } from './sign-test.js';

test('the sign test has the probabilities of coins', () => {
  expect(signTest(0, 0)).toBe(1);
  expect(signTest(5, 5)).toBe(1);
  expect(signTest(6, 0)).toBeCloseTo(2 / 64, 12);
  expect(signTest(1, 9)).toBeCloseTo((2 * 11) / 1024, 12);
  expect(signTest(9, 1)).toBe(signTest(1, 9));
});

test('tails add up for many trials', () => {
  expect(binomialTail(1000, 0.3, 1000)).toBe(1);
  expect(binomialTail(1000, 0.3, 299) + (1 - binomialTail(1000, 0.3, 299))).toBeCloseTo(1, 12);
  expect(binomialTail(2, 0.25, 0)).toBeCloseTo(0.5625, 12);
  expect(binomialTail(2, 0.25, 1)).toBeCloseTo(0.9375, 12);
});

test('intervals of shares are those of Clopper and Pearson', () => {
  // 0 of 10: the upper end is 1 - 0.025^(1/10); 5 of 10 as in any table.
  expect(shareInterval(0, 10)).toEqual([0, expect.closeTo(1 - 0.025 ** 0.1, 8)]);
  expect(shareInterval(10, 10)).toEqual([expect.closeTo(0.025 ** 0.1, 8), 1]);
  expect(shareInterval(5, 10)).toEqual([expect.closeTo(0.18709, 4), expect.closeTo(0.81291, 4)]);
});
