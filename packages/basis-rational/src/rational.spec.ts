import { expect, test } from '@jest/globals';
import { basisTable, bestFit } from '@knotwork/conformance';
import { rational } from './rational.js';

const ROUNDING = 1e-13;
const points = Array.from({ length: 101 }, (_, k) => k / 50 - 1);
const shape = { q0: 0.3, q1: -1.2, q2: 0.7 };

test('features are 1 and Chebyshev polynomials over 1 + Q^2', () => {
  const { size, values } = basisTable(rational, { degree: 3 }, points, { domain: [-1, 1], shape });
  expect(size).toBe(4);
  points.forEach((x, k) => {
    const t = [1, x, 2 * x ** 2 - 1, 4 * x ** 3 - 3 * x];
    const q = 0.3 * t[0]! - 1.2 * t[1]! + 0.7 * t[2]!;
    t.forEach((polynomial, i) => expect(Math.abs(values[k * size + i]! - (i === 0 ? 1 : polynomial / (1 + q ** 2)))).toBeLessThan(ROUNDING));
  });
});

test('there is no pole: on the domain nothing is larger than 1, and all derivatives exist where Q is 0', () => {
  for (const size of [0, 1, 100, 1e8]) {
    const { values } = basisTable(rational, {}, points, { shape: { q0: 0.1 * size, q1: size, q2: -0.4 * size } });
    for (const v of values) expect(Math.abs(v)).toBeLessThanOrEqual(1 + ROUNDING);
  }
  for (const order of [1, 2, 3]) {
    const [left, right] = [-1e-9, 1e-9].map((x) => basisTable(rational, {}, [x], { order, shape: { q0: 0, q1: 1, q2: 0 } }).values) as [Float64Array, Float64Array];
    left.forEach((v, i) => expect(Math.abs(v - right[i]!)).toBeLessThan(1e-5));
  }
});

test('1 / (1 + 25 x^2) is met exactly, wherever it stands', () => {
  expect(bestFit(rational, { denominatorDegree: 1 }, (x) => 1 / (1 + 25 * x ** 2), { shape: { q0: 0, q1: 5 } }).max).toBeLessThan(1e-12);
  expect(bestFit(rational, { denominatorDegree: 1 }, (x) => 1 / (1 + 25 * (x - 0.4) ** 2), { shape: { q0: -2, q1: 5 } }).max).toBeLessThan(1e-12);
});

test('constants are in the span, whatever Q is', () => {
  for (const q of [shape, { q0: 0, q1: 0, q2: 0 }, { q0: 1e3, q1: -1e3, q2: 1e3 }]) {
    expect(bestFit(rational, { degree: 3 }, () => 1, { shape: q }).max).toBeLessThan(1e-12);
  }
});

test('shift and scale follow the domain, so that functions stay exactly what they are', () => {
  const options = rational.options.parse({});
  const start = { ...shape, shift: 0.2, scale: 1.5 };
  const before = basisTable(rational, {}, points, { domain: [-1, 1], shape: start }).values;
  const moved = rational.transport!(start, [-1, 1], [-3, 2], options);
  expect(moved).toMatchObject(shape);
  const after = basisTable(rational, {}, points, { domain: [-3, 2], shape: moved }).values;
  before.forEach((v, k) => expect(Math.abs(after[k]! - v)).toBeLessThan(ROUNDING));
});

test('a numerator of higher degree adds functions and changes none', () => {
  const [low, high] = [3, 8].map((degree) => basisTable(rational, { degree }, [0.7], { shape }).values) as [Float64Array, Float64Array];
  expect([...high.slice(0, 4)]).toEqual([...low]);
  const { exactWhen } = rational.capabilities.refine!;
  expect([exactWhen(3, 8), exactWhen(8, 3)]).toEqual([true, false]);
});

test('denominators are parameters of the edge that do not start where their slopes vanish; shift and scale are not trained', () => {
  const parameters = rational.shape!(rational.options.parse({ denominatorDegree: 3 }));
  expect(Object.keys(parameters)).toEqual(['q0', 'q1', 'q2', 'q3', 'shift', 'scale']);
  expect(parameters['q3']).toEqual({ scope: 'edge', trainable: true, initial: { from: -0.5, to: 0.5 } });
  expect(parameters['scale']).toEqual({ scope: 'input', trainable: false, initial: 1 });
});

test('options have defaults and ranges', () => {
  expect(rational.options.parse({})).toEqual({ degree: 6, denominatorDegree: 2 });
  for (const bad of [{ degree: 0 }, { degree: 31 }, { denominatorDegree: 0 }, { denominatorDegree: 11 }]) expect(rational.options.safeParse(bad).success).toBe(false);
});
