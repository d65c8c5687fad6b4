import { describe, expect, test } from '@jest/globals';
import { normalQuantile } from './index.js';

describe('quantiles of the normal distribution', () => {
  // R 4.3: qnorm(p), 17 digits.
  test.each([
    [0.5, 0], [0.975, 1.959963984540054], [0.95, 1.6448536269514722], [0.9, 1.2815515655446004], [0.75, 0.6744897501960817],
    [0.99, 2.3263478740408408], [0.995, 2.5758293035489004], [0.9995, 3.2905267314919255], [1e-10, -6.361340902404056], [1e-300, -37.0471], [0.6, 0.2533471031357997],
  ])('%d', (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThanOrEqual(p === 1e-300 ? 1e-4 : 4e-15 * Math.max(1, Math.abs(z)));
    if (p > 1e-5) expect(normalQuantile(1 - p)).toBeCloseTo(-z, 12);
  });

  test('ascend', () => {
    const points = Array.from({ length: 999 }, (_, k) => normalQuantile((k + 1) / 1000));
    points.slice(1).forEach((z, k) => { expect(z).toBeGreaterThan(points[k]!); });
  });

  test.each([0, 1, -0.1, 1.1, NaN])('of %d are refused', (p) => { expect(() => normalQuantile(p)).toThrow(RangeError); });
});
