import { expect, test } from '@jest/globals';
import { basisTable } from '@knotwork/conformance';
import { wavelet } from './wavelet.js';

const ROUNDING = 1e-13;
const points = Array.from({ length: 101 }, (_, k) => k / 50 - 1);
const shape = { shift0: 0.3, scale0: 0.4, shift1: -0.8, scale1: 0.15 };
const definitions = {
  'mexican-hat': (t: number): number => (1 - t ** 2) * Math.exp(-(t ** 2) / 2),
  morlet: (t: number): number => Math.cos(5 * t) * Math.exp(-(t ** 2) / 2),
  'gaussian-slope': (t: number): number => t * Math.exp((1 - t ** 2) / 2),
};
const mothers = Object.keys(definitions) as (keyof typeof definitions)[];

for (const mother of mothers) {
  test(`${mother}: every wavelet stands at its shift with its scale, in positions of the domain`, () => {
    const { values } = basisTable(wavelet, { mother, count: 2 }, points, { domain: [-2, 4], shape });
    points.forEach((x, k) => {
      const u = (x - 1) / 3;
      expect(Math.abs(values[2 * k]! - definitions[mother]((u - 0.3) / 0.4))).toBeLessThan(ROUNDING);
      expect(Math.abs(values[2 * k + 1]! - definitions[mother]((u + 0.8) / 0.15))).toBeLessThan(ROUNDING);
    });
  });

  test(`${mother}: its largest value is 1, and its mean is zero or nearly so`, () => {
    const steps = Array.from({ length: 8001 }, (_, k) => k / 4000 - 1);
    const { values } = basisTable(wavelet, { mother, count: 1 }, steps, { shape: { shift0: 0, scale0: 0.1 } });
    expect(Math.max(...values)).toBeCloseTo(1, 6);
    // That of morlet is e^(-25 / 2).
    expect(Math.abs(values.reduce((a, b) => a + b) / 4000 / 0.1)).toBeLessThan(1e-5);
  });

  test(`${mother}: shifts and scales follow the domain exactly`, () => {
    const options = { mother, count: 2 };
    const before = basisTable(wavelet, options, points, { domain: [-1, 1], shape }).values;
    const moved = wavelet.transport!(shape, [-1, 1], [-0.5, 2.5], options);
    const after = basisTable(wavelet, options, points, { domain: [-0.5, 2.5], shape: moved }).values;
    before.forEach((v, k) => expect(Math.abs(after[k]! - v)).toBeLessThan(ROUNDING));
  });
}

test('the third derivative of the mexican hat is that of the definition', () => {
  const [scale, t] = [0.4, 0.7];
  const { values } = basisTable(wavelet, { count: 1 }, [0.3 + scale * t], { order: 3, shape: { shift0: 0.3, scale0: scale } });
  // The hat is minus the second derivative of the bell; its third is minus the bell's fifth.
  const expected = (t ** 5 - 10 * t ** 3 + 15 * t) * Math.exp(-(t ** 2) / 2);
  expect(values[0]! * scale ** 3).toBeCloseTo(expected, 11);
});

test('at the start the wavelets of an edge share out the domain', () => {
  const count = 5;
  const parameters = wavelet.shape!({ mother: 'mexican-hat', count });
  expect(Object.keys(parameters)).toHaveLength(2 * count);
  for (let k = 0; k < count; k++) {
    const part = { from: expect.closeTo(0.4 * k - 1, 12), to: expect.closeTo(0.4 * k - 0.6, 12) };
    expect(parameters[`shift${k}`]).toMatchObject({ scope: 'edge', trainable: true, initial: part });
    expect(parameters[`scale${k}`]).toMatchObject({ scope: 'edge', trainable: true, constraint: 'positive', initial: { from: 0.2, to: 0.4 } });
  }
  expect(wavelet.size({ mother: 'morlet', count })).toBe(count);
});

test('options have defaults and ranges', () => {
  expect(wavelet.options.parse({})).toEqual({ mother: 'mexican-hat', count: 4 });
  for (const bad of [{ count: 0 }, { count: 33 }, { mother: 'haar' }, { scale: 1 }]) expect(wavelet.options.safeParse(bad).success).toBe(false);
});
