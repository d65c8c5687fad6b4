import { expect, test } from '@jest/globals';
import { farthest } from '../fixtures/farthest.js';
import { type ComplexNumbers, fourierTransform } from './fourier-transform.js';

/** No symmetry that could hide a sign or an order. */
function numbers(n: number): ComplexNumbers {
  return { re: Float64Array.from({ length: n }, (_, k) => Math.sin(1 + k * k)), im: Float64Array.from({ length: n }, (_, k) => Math.cos(2 + 3 * k)) };
}

test.each([[1, -1], [2, 1], [8, -1], [64, 1]] as const)('%d numbers become the sums of the definition, sign %d', (n, sign) => {
  const given = numbers(n);
  const sums = Array.from({ length: n }, (_, k) => {
    let [re, im] = [0, 0];
    for (let j = 0; j < n; j++) {
      const angle = (sign * 2 * Math.PI * j * k) / n;
      re += given.re[j]! * Math.cos(angle) - given.im[j]! * Math.sin(angle);
      im += given.re[j]! * Math.sin(angle) + given.im[j]! * Math.cos(angle);
    }
    return { re, im };
  });
  fourierTransform(n, sign)(given);
  expect(farthest([...given.re], sums.map(({ re }) => re))).toBeLessThan(1e-12);
  expect(farthest([...given.im], sums.map(({ im }) => im))).toBeLessThan(1e-12);
});

test('there and back is n times what was given', () => {
  const [given, there] = [numbers(1024), numbers(1024)];
  fourierTransform(1024, -1)(there);
  fourierTransform(1024, 1)(there);
  expect(farthest([...there.re], [...given.re.map((value) => 1024 * value)])).toBeLessThan(1e-11);
});
