import { describe, expect, test } from '@jest/globals';
import { descriptionLength, excess, noiseOf } from './description-length.js';

const noise = (size: number, factor = 1.65, observations = 11) => noiseOf({ size, factor, observations }, 1, 100);
const total = (error: number, p: number, of = noise(1e-3)): number => { const { errors, model } = descriptionLength(error, p, 0, of); return errors + model; };

/** The same by a sum over sizes of the noise. */
function bySum(error: number, p: number, size: number, k: number, n: number): number {
  let sum = 0;
  const step = 1e-3;
  for (let v = -12; v < 12; v += step) {
    const u = Math.log(size) + v;
    sum += step * Math.exp(-((v / k) ** 2) / 2 - n * v - (n * error * error * Math.exp(-2 * u)) / 2 + p * v) / (k * Math.sqrt(2 * Math.PI));
  }
  return -Math.log(sum) - p * Math.log(size) + (p * Math.log(n)) / 2;
}

test.each([[1e-3, 3], [5e-4, 4], [2e-3, 2], [1e-2, 3], [1e-5, 4]] as const)('an error of %d with %d numbers takes what a sum over sizes of the noise gives', (error, p) => {
  expect(Math.abs(total(error, p) - bySum(error, p, 1e-3, Math.log(1.65), 11))).toBeLessThan(0.1);
});

test('a larger error is longer, and so is a number more', () => {
  const errors = [1e-9, 1e-6, 1e-4, 1e-3, 1e-2, 0.1, 1];
  for (let k = 1; k < errors.length; k++) expect(total(errors[k]!, 3)).toBeGreaterThanOrEqual(total(errors[k - 1]!, 3));
  expect(total(1e-3, 4)).toBeGreaterThan(total(1e-3, 3) + 5);
});

test('a number costs more where the curve is known better', () => {
  const cost = (size: number): number => total(size, 4, noise(size)) - total(size, 3, noise(size));
  expect(cost(1e-6) - cost(1e-3)).toBeCloseTo(Math.log(1e3), 6);
});

describe('the misfit', () => {
  test('is 0 where the error is the noise, and counts standard deviations', () => {
    expect(excess(1e-3, noise(1e-3))).toBeCloseTo(0, 12);
    expect(excess(1e-3 * Math.exp(3 * Math.hypot(Math.log(1.65), 1 / Math.sqrt(22))), noise(1e-3))).toBeCloseTo(3, 12);
  });
});

test('the error is taken in units of the curve, and rounding stands for none', () => {
  expect(noiseOf({ size: 3 }, 30, 17)).toMatchObject({ logSize: Math.log(0.1), observations: 17 });
  expect(noiseOf({ size: 0 }, 30, 17).logSize).toBeCloseTo(Math.log(1e-9), 12);
});
