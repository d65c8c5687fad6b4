import { expect, test } from '@jest/globals';
import { complexZeros } from './fourier-transform.js';
import { powerOfModes } from './power-of-modes.js';

/** Modes of u^p as sums over all products: the convolution. */
function convolved(modes: readonly number[], power: number): number[] {
  const highest = (modes.length - 1) / 2;
  let product = [1];
  for (let factor = 0; factor < power; factor++) {
    const next = new Array<number>(product.length + 2 * highest).fill(0);
    product.forEach((a, j) => modes.forEach((b, k) => { next[j + k]! += a * b; }));
    product = next;
  }
  return product.slice(power * highest, power * highest + highest + 1);
}

test.each([[4, 3], [5, 2], [7, 3], [8, 2], [10, 2]])('up to mode %d, u^%d has the modes of the convolution: nothing is aliased', (highest, power) => {
  // Real and even, so that modes are real; as large at the end as at the beginning.
  const half = Array.from({ length: highest + 1 }, (_, k) => Math.cos(1 + 2 * k));
  const modes = complexZeros(highest + 1);
  modes.re.set(half);
  const out = complexZeros(highest + 1);
  powerOfModes(highest, power)(modes, out);
  convolved([...half.slice(1).reverse(), ...half], power).forEach((mode, k) => {
    expect(out.re[k]).toBeCloseTo(mode, 11);
    expect(out.im[k]).toBeCloseTo(0, 12);
  });
});

test('a phase is kept: the square of sin is (1 - cos 2) / 2, that of sin cos is half a sine', () => {
  const [modes, out] = [complexZeros(3), complexZeros(3)];
  // cos(pi x) + sin(pi x), whose square is 1 + sin(2 pi x)
  [modes.re[1], modes.im[1]] = [0.5, -0.5];
  powerOfModes(2, 2)(modes, out);
  expect([...out.re]).toEqual([expect.closeTo(1, 14), expect.closeTo(0, 14), expect.closeTo(0, 14)]);
  expect([...out.im]).toEqual([expect.closeTo(0, 14), expect.closeTo(0, 14), expect.closeTo(-0.5, 14)]);
});
