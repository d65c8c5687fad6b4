import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { FeatureMoments, TermShape } from '@knotwork/plugin';
import { deep } from './deep.js';

// 20,000 numbers: a standard deviation is good to 0.5 %; four of these are allowed.
const SAMPLING = 2e-2;
const near = (actual: number, expected: number): void => { expect(Math.abs(actual / expected - 1)).toBeLessThan(SAMPLING); };
const deviation = (values: Float64Array): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

/** A constant, a slow feature and one that is four times as fast; normal activations see less of them. */
const even: FeatureMoments = { value: Float64Array.of(1, 0.5, 0.5), mean: Float64Array.of(1, 0, 0.1), slope: Float64Array.of(0, 1, 16), base: null };
const normal: FeatureMoments = { value: Float64Array.of(1, 0.05, 0.2), mean: Float64Array.of(1, 0.1, 0), slope: Float64Array.of(0, 1, 1), base: null };
const shape = { inputs: 100, outputs: 200, sums: 200, edges: 100 * 200, size: 3, isWeighted: true, layer: 1 };
const fill = (part: Partial<TermShape> = {}, options: Record<string, unknown> = {}) =>
  deep.initialize({ ...shape, moments: (spread) => (spread === undefined ? even : normal), ...part }, randomStream(5, 'init'), deep.options.parse(options));
const ofFeature = (values: Float64Array, k: number): Float64Array => values.filter((_, at) => at % shape.size === k);

test('features count by the square of the length over which they change, and constants not at all', () => {
  const { coefficients, baseWeight } = fill();
  const [none, slow, fast] = [0, 1, 2].map((k) => deviation(ofFeature(coefficients, k)));
  expect(none).toBe(0);
  near(slow! / fast!, Math.sqrt(0.5) / (Math.sqrt(0.5 - 0.01) / 16));
  expect(new Set(baseWeight)).toEqual(new Set([0]));
});

test.each([[0, 0.5, 0.49], [1, 0.04, 0.2]])('nodes of layer %d have the spread, where inputs are even in the first layer and normal behind it', (layer, slow, fast) => {
  const { coefficients, basisWeight } = fill({ layer }, { spread: 0.3 });
  const [, a, b] = [0, 1, 2].map((k) => basisWeight[0]! * deviation(ofFeature(coefficients, k)));
  near(Math.sqrt(100 * (a! ** 2 * slow + b! ** 2 * fast)), 0.3);
});

test('hidden layers are asked for activations of the spread, the first for none', () => {
  const asked = (layer: number): (number | undefined)[] => {
    const spreads: (number | undefined)[] = [];
    fill({ layer, moments: (spread) => { spreads.push(spread); return even; } }, { spread: 0.25 });
    return spreads;
  };
  expect(asked(0)).toEqual([undefined]);
  expect(asked(2)).toEqual([undefined, 0.25]);
});

test('basis weights shorten steps in proportion to inputs and features, and lengthen none', () => {
  const reach = 100 * (1 + 2 * Math.sqrt(0.5));
  const { basisWeight, coefficients } = fill();
  expect(basisWeight[0]).toBeCloseTo(10 / reach, 12);
  expect(new Set(basisWeight).size).toBe(1);
  expect(new Set(fill({ inputs: 2, edges: 2 * 200 }).basisWeight)).toEqual(new Set([1]));
  // The edge is the same whatever the step.
  const { basisWeight: long, coefficients: smaller } = fill({}, { step: 100 });
  expect(long[0]).toBeCloseTo(100 / reach, 12);
  smaller.forEach((c, k) => { expect(c * long[0]!).toBeCloseTo(coefficients[k]! * basisWeight[0]!, 12); });
});

test('edges without a basis weight have the whole of it in their coefficients', () => {
  const [weighted, plain] = [fill(), fill({ isWeighted: false })];
  expect(new Set(plain.basisWeight)).toEqual(new Set([1]));
  plain.coefficients.forEach((c, k) => { expect(c).toBeCloseTo(weighted.coefficients[k]! * weighted.basisWeight[0]!, 12); });
});

test('a single feature begins as a weight of a perceptron', () => {
  const one: FeatureMoments = { value: Float64Array.of(0.3), mean: Float64Array.of(0), slope: Float64Array.of(1), base: null };
  const { coefficients, basisWeight } = fill({ size: 1, moments: () => one });
  near(deviation(coefficients), Math.sqrt(2 / (100 * 0.3 + 200)));
  expect(new Set(basisWeight)).toEqual(new Set([1]));
});

test('spread and step are positive, and have defaults', () => {
  expect(deep.options.parse({})).toEqual({ spread: 0.1, step: 10 });
  for (const bad of [{ spread: 0 }, { spread: 2 }, { step: 0 }]) expect(deep.options.safeParse(bad).success).toBe(false);
});
