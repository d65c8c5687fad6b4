import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { FeatureMoments } from '@knotwork/plugin';
import { glorot } from './glorot.js';

// 40,000 numbers and more: a standard deviation is good to 0.4 %; five of these are allowed.
const SAMPLING = 2e-2;
const shape = { inputs: 100, outputs: 200, sums: 200, edges: 100 * 200, size: 2, isWeighted: true, layer: 0 };
// The means do not count.
const fill = (moments: Omit<FeatureMoments, 'mean'>, options: Record<string, unknown> = {}) =>
  glorot.initialize({ ...shape, moments: () => ({ ...moments, mean: moments.value.map(Math.sqrt) }) }, randomStream(5, 'init'), glorot.options.parse(options));
const deviation = (values: Float64Array): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
const ofFeature = (values: Float64Array, k: number): Float64Array => values.filter((_, at) => at % shape.size === k);
const near = (actual: number, expected: number): void => { expect(Math.abs(actual / expected - 1)).toBeLessThan(SAMPLING); };

const moments = { value: Float64Array.of(0.5, 0.1), slope: Float64Array.of(0, 2), base: null };

test('one spread for a basis, from the sums of its moments', () => {
  const { coefficients, baseWeight, basisWeight } = fill(moments);
  near(deviation(coefficients), Math.sqrt(2 / (100 * 0.6 + 200 * 2)));
  near(deviation(ofFeature(coefficients, 0)), deviation(ofFeature(coefficients, 1)));
  expect(new Set(baseWeight)).toEqual(new Set([0]));
  expect(new Set(basisWeight)).toEqual(new Set([1]));
});

test('or one for each feature, so that each carries as much', () => {
  const { coefficients } = fill(moments, { per: 'feature', gain: 3 });
  near(deviation(ofFeature(coefficients, 0)), 3 * Math.sqrt(2 / (2 * 100 * 0.5)));
  near(deviation(ofFeature(coefficients, 1)), 3 * Math.sqrt(2 / (2 * (100 * 0.1 + 200 * 2))));
});

test('an edge with a base function shares the variance', () => {
  const { coefficients, baseWeight } = fill({ ...moments, base: { value: 0.2, slope: 0.4 } });
  near(deviation(coefficients), Math.sqrt(1 / (100 * 0.6 + 200 * 2)));
  near(deviation(baseWeight), Math.sqrt(1 / (100 * 0.2 + 200 * 0.4)));
});

test('a feature that is zero everywhere gets no spread', () => {
  const { coefficients } = fill({ value: Float64Array.of(0, 1), slope: Float64Array.of(0, 0), base: null }, { per: 'feature' });
  expect(new Set(ofFeature(coefficients, 0))).toEqual(new Set([0]));
  expect(deviation(ofFeature(coefficients, 1))).toBeGreaterThan(0);
});

test('the gain scales what is drawn, number by number', () => {
  const [one, two] = [fill(moments), fill(moments, { gain: 2 })];
  one.coefficients.forEach((v, k) => { expect(two.coefficients[k]).toBeCloseTo(2 * v, 12); });
});
