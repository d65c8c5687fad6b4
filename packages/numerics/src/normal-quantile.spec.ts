import { describe, expect, test } from '@jest/globals';
import { normalProbability, normalQuantile } from './index.js';

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

describe('probabilities of the normal distribution', () => {
  // R 4.2.2: pnorm(x), 17 digits.
  test.each([
    [-37, 5.7255712225245771e-300], [-20, 2.7536241186062337e-89], [-6, 9.8658764503769809e-10], [-2, 0.022750131948179212], [-1.9, 0.028716559816001803], [-0.5, 0.30853753872598694], [0, 0.5], [0.3, 0.61791142218895267], [1.96, 0.97500210485177963], [5, 0.99999971334842808],
  ])('below %d', (x, p) => {
    expect(Math.abs(normalProbability(x) / p - 1)).toBeLessThan(1e-12);
  });

  test('are 0 and 1 at the ends, and undo quantiles', () => {
    expect([normalProbability(-Infinity), normalProbability(-40), normalProbability(Infinity), normalProbability(40), normalProbability(NaN)]).toEqual([0, 0, 1, 1, NaN]);
    for (const p of [1e-12, 0.01, 0.4, 0.5, 0.99]) expect(normalProbability(normalQuantile(p)) / p).toBeCloseTo(1, 12);
  });
});
