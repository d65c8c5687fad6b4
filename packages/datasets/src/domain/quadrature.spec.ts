import { expect, test } from '@jest/globals';
import { slices } from './quadrature.js';

/** Integrals of a function at every value of the coordinate. */
function integrals({ points: { width, values }, weights }: ReturnType<typeof slices>, f: (at: readonly number[]) => number): number[] {
  const rows = Array.from({ length: values.length / width }, (_, row) => [...values.subarray(row * width, (row + 1) * width)]);
  return Array.from({ length: rows.length / weights.length }, (_, k) => weights.reduce((sum, weight, p) => sum + weight * f(rows[k * weights.length + p]!), 0));
}

test('cubics are integrated exactly at every value of the other coordinate, which are even and have its ends', () => {
  const of = integrals(slices([[-1, 3], [0, 2]], 0), ([t, x]) => t! * x! ** 3);
  expect(of).toHaveLength(21);
  for (const [k, value] of of.entries()) expect(value).toBeCloseTo(4 * (-1 + 4 * k / 20), 10);
});

test('any coordinate may be the one, and several are integrated over', () => {
  const of = integrals(slices([[0, 1], [0, 2], [-1, 1]], 1), ([x, t, y]) => t! + x! * y! ** 2);
  for (const [k, value] of of.entries()) expect(value).toBeCloseTo(2 * (k / 10) + 1 / 3, 10);
});

test('what is thin is seen: a bell as wide as a hundredth of the line', () => {
  const [value] = integrals(slices([[0, 1], [-1, 1]], 0), ([, x]) => Math.exp(-(((x! - 0.123) / 0.02) ** 2)));
  expect(value! / (0.02 * Math.sqrt(Math.PI))).toBeCloseTo(1, 4);
});

test('of one coordinate there is one place, and the integral is the value', () => {
  expect(integrals(slices([[0, 2]], 0), ([t]) => t!)).toEqual(Array.from({ length: 21 }, (_, k) => k / 10));
});
