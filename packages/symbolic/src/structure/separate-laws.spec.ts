import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { WithoutLaw } from './separate-laws.js';

test('targets that had no law have none where they differ by less than noise hides, and by nothing else', () => {
  const stream = randomStream(1, 'points');
  const x = Float64Array.from({ length: 200 }, (_, n) => n / 100);
  const y = x.map((v) => Math.abs(v - 1) + 0.1 * stream.normal());
  const without = new WithoutLaw();
  expect(without.has('0 term', { x, y })).toBe(false);
  without.add('0 term', { x, y });
  expect(without.has('0 term', { x: x.slice(), y: y.slice() })).toBe(true);
  expect(without.has('1 term', { x, y })).toBe(false);
  expect(without.has('0 term', { x: x.map((v) => v + 1e-6), y })).toBe(false);
  expect(without.has('0 term', { x: x.slice(1), y: y.slice(1) })).toBe(false);
  const differing = (by: number): { readonly x: Float64Array; readonly y: Float64Array } => ({ x, y: y.map((v, n) => v + (n % 2 === 0 ? by : -by)) });
  expect(without.has('0 term', differing(0.03))).toBe(true);
  expect(without.has('0 term', differing(0.06))).toBe(false);
});

test('of targets without noise any difference is looked at', () => {
  const x = Float64Array.from({ length: 200 }, (_, n) => n / 100);
  const y = x.map((v) => Math.sin(3 * v));
  const without = new WithoutLaw();
  without.add('0 term', { x, y });
  expect(without.has('0 term', { x, y: y.map((v, n) => v + (n % 2 === 0 ? 1e-6 : -1e-6)) })).toBe(false);
});
