import { expect, test } from '@jest/globals';
import { countOperations, type Expr, formula, grid, GRID_MAX, GRID_MIN, input } from '@knotwork/algebra';
import { basisTable, bestFit } from '@knotwork/conformance';
import { fourier } from './fourier.js';

const DOMAIN = [-1, 3] as const;
const OMEGA = Math.PI / 4;
const points = Array.from({ length: 57 }, (_, k) => DOMAIN[0] + (4 * k) / 56);
/** An angle has an error of half a unit in the last place, and harmonic number m multiplies it by m, however it is computed. */
const ROUNDING = 4 * Number.EPSILON;

test('features are 1 and cosines and sines of m omega (x - center), as exact as sines and cosines of their own', () => {
  const { size, values } = basisTable(fourier, { modes: 200 }, points, { domain: DOMAIN });
  expect(size).toBe(401);
  points.forEach((x, k) => {
    const row = values.subarray(k * size, (k + 1) * size);
    expect(row[0]).toBe(1);
    for (let m = 1; m <= 200; m++) {
      expect(Math.abs(row[2 * m - 1]! - Math.cos(m * OMEGA * (x - 1)))).toBeLessThan(m * ROUNDING);
      expect(Math.abs(row[2 * m]! - Math.sin(m * OMEGA * (x - 1)))).toBeLessThan(m * ROUNDING);
    }
  });
});

test('the period is twice the width of the domain', () => {
  const [here, there] = [0, 8].map((shift) => basisTable(fourier, { modes: 6 }, points.map((x) => x + shift), { domain: DOMAIN }).values) as [Float64Array, Float64Array];
  here.forEach((v, k) => expect(there[k]!).toBeCloseTo(v, 12));
});

test('derivatives up to the third are those of cosines and sines', () => {
  const [x, modes] = [0.3, 12];
  const { values } = basisTable(fourier, { modes }, [x], { domain: DOMAIN, order: 3 });
  expect(Math.abs(values[0]!)).toBe(0);
  for (let m = 1; m <= modes; m++) {
    const scale = (m * OMEGA) ** 3;
    expect(values[2 * m - 1]! / scale).toBeCloseTo(Math.sin(m * OMEGA * (x - 1)), 12);
    expect(values[2 * m]! / scale).toBeCloseTo(-Math.cos(m * OMEGA * (x - 1)), 12);
  }
});

test('one sine and one cosine are enough for any number of modes', () => {
  const values = fourier.features(input('x'), grid, { modes: 50, periodic: false, trainFrequency: false }, {}, {}) as readonly Expr[];
  const count = countOperations(formula(['x', GRID_MIN, GRID_MAX], Object.fromEntries(values.map((e, k) => [`v${k}`, e]))));
  expect(count.transcendental).toBe(2);
});

test('a trained frequency is one positive factor per input; without it there are no shape parameters', () => {
  expect(fourier.shape?.({ modes: 3, periodic: false, trainFrequency: false })).toEqual({});
  expect(fourier.shape?.({ modes: 3, periodic: false, trainFrequency: true })).toEqual({ frequency: { scope: 'input', trainable: true, initial: 1, constraint: 'positive' } });
  const { values } = basisTable(fourier, { modes: 2, trainFrequency: true }, [2.2], { domain: DOMAIN, shape: { frequency: 1.7 } });
  [1, Math.cos(1.7 * OMEGA * 1.2), Math.sin(1.7 * OMEGA * 1.2), Math.cos(3.4 * OMEGA * 1.2), Math.sin(3.4 * OMEGA * 1.2)]
    .forEach((v, k) => expect(values[k]!).toBeCloseTo(v, 13));
});

test('periodic functions are the same at both ends of the domain, derivatives included, and turn once between them', () => {
  const [low, high] = DOMAIN;
  const { values } = basisTable(fourier, { modes: 2, periodic: true }, [low, high, low + (high - low) / 4], { domain: DOMAIN });
  for (let k = 0; k < 5; k++) expect(values[k]).toBeCloseTo(values[5 + k]!, 13);
  // A quarter of the way an angle that begins at -pi has come to -pi / 2.
  [1, 0, -1, -1, 0].forEach((v, k) => expect(values[10 + k]!).toBeCloseTo(v, 13));
});

test('more modes add functions and change none', () => {
  const [few, many] = [3, 7].map((modes) => basisTable(fourier, { modes }, [0.4]).values) as [Float64Array, Float64Array];
  expect([...many.slice(0, 7)]).toEqual([...few]);
  const { exactWhen } = fourier.capabilities.refine!;
  expect([exactWhen(3, 7), exactWhen(3, 3), exactWhen(7, 3)]).toEqual([true, true, false]);
});

test('functions that are not periodic are fitted ever better: exp with 11 coefficients below 1e-3, with 25 below 1e-8', () => {
  expect(bestFit(fourier, {}, Math.exp)).toMatchObject({ size: 11 });
  expect(bestFit(fourier, {}, Math.exp).max).toBeLessThan(1e-3);
  expect(bestFit(fourier, { modes: 12 }, Math.exp).max).toBeLessThan(1e-8);
  // A fit adds up thousands of points.
  expect(bestFit(fourier, {}, () => 1).max).toBeLessThan(1e-12);
});

test('options have defaults and ranges', () => {
  expect(fourier.options.parse({})).toEqual({ modes: 5, periodic: false, trainFrequency: false });
  for (const bad of [{ modes: 0 }, { modes: 201 }, { degree: 3 }]) expect(fourier.options.safeParse(bad).success).toBe(false);
});
