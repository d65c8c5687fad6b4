import { expect, test } from '@jest/globals';
import { fourierSeries } from './fourier-series.js';

test('a series is its sum of cosines and sines', () => {
  // 0.5 + 2 cos(pi x) + 3 sin(pi x) - 4 cos(3 pi x) + sin(3 pi x)
  const u = fourierSeries({ re: Float64Array.of(0.5, 1, 0, -2), im: Float64Array.of(0, -1.5, 0, -0.5) });
  for (const x of [-1, -0.3, 0, 0.45, 1]) {
    const [once, thrice] = [Math.PI * x, 3 * Math.PI * x];
    expect(u(x)).toBeCloseTo(0.5 + 2 * Math.cos(once) + 3 * Math.sin(once) - 4 * Math.cos(thrice) + Math.sin(thrice), 13);
  }
});

test('a thousand modes lose no more than their rounding errors', () => {
  const u = fourierSeries({ re: Float64Array.from({ length: 1001 }, () => 0.5), im: new Float64Array(1001) });
  // Its mean is 1/2, too: 1/2 + cos y + ... + cos n y is sin((n + 1/2) y) / (2 sin(y / 2)).
  for (const x of [0.01, 0.3, 0.9]) expect(u(x)).toBeCloseTo(Math.sin(1000.5 * Math.PI * x) / (2 * Math.sin((Math.PI * x) / 2)), 9);
  expect(u(0)).toBe(1000.5);
});
