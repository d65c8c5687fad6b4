import { expect, test } from '@jest/globals';
import { CHAINS, simdChains, simdPeak } from './simd-peak.js';

test.each([['float64', 1e-12], ['float32', 1e-5]] as const)('the chains of %s compute what they say', (precision, tolerance) => {
  const [rounds, factor, addend] = [7, 0.75, 0.5];
  let sum = 0;
  for (let c = 0; c < CHAINS; c++) {
    let value = c * addend;
    for (let r = 0; r < rounds; r++) value = value * factor + addend;
    sum += value;
  }
  expect(Math.abs(simdChains(precision)(rounds, factor, addend) / sum - 1)).toBeLessThan(tolerance);
});

test('a peak counts a product and a sum in every lane of every chain', () => {
  let clock = 0;
  const millisecondPerCall = (): number => clock++;
  expect(simdPeak('float32', millisecondPerCall)).toBeCloseTo(100_000 * CHAINS * 4 * 2 / 1e6, 9);
  expect(simdPeak('float64', millisecondPerCall)).toBeCloseTo(100_000 * CHAINS * 2 * 2 / 1e6, 9);
});
