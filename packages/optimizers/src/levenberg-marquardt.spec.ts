import { expect, test } from '@jest/globals';
import { levenbergMarquardt } from './levenberg-marquardt.js';

if (levenbergMarquardt.method !== 'normal-equations') throw new Error('Levenberg-Marquardt solves normal equations.');
const { damping, options } = levenbergMarquardt;
const rule = damping(options.parse({}));

test('defaults are those of the experiment file', () => {
  expect(rule).toMatchObject({ shape: 'marquardt', start: 1e-2, restart: 1e-3, tolerance: 1e-4, patience: 5, tries: 12 });
  expect(damping(options.parse({ damping: 'identity', tries: 3 }))).toMatchObject({ shape: 'identity', tries: 3 });
});

test('a step that keeps its promise shrinks mu to a fifth, a poor one raises it', () => {
  expect(rule.accepted(1, 1)).toBeCloseTo(0.2, 15);
  expect(rule.accepted(1, 0.5)).toBe(1);
  expect(rule.accepted(1, 0.6)).toBeCloseTo(1 - 0.2 ** 3, 15);
  expect(rule.accepted(1, 0.25)).toBeCloseTo(1 + 0.5 ** 3, 15);
  expect(rule.accepted(1, 1e9)).toBe(0.2);
});

test('failures in a row raise mu by 2, 4, 8, ... and 64 at most', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 12].map((failures) => rule.rejected(1, failures))).toEqual([2, 4, 8, 16, 32, 64, 64, 64]);
});

test('mu stays a positive finite number whatever happens', () => {
  expect(rule.accepted(1e-16, 1)).toBe(1e-16);
  expect(rule.rejected(1e16, 9)).toBe(1e16);
  for (const gain of [NaN, Infinity, -Infinity, 0, -1e200]) {
    expect(rule.accepted(1, gain)).toBeGreaterThanOrEqual(0.2);
    expect(rule.accepted(1, gain)).toBeLessThanOrEqual(1e16);
  }
});
