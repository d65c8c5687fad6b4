import { expect, test } from '@jest/globals';
import { causalWeights } from './causal-weights.js';

test('a point weighs by the share of all squared residuals that lies before it, wherever it stands in the list', () => {
  // By time: residuals 1, 2, 0, 2, of whose squares 0, 1/9, 5/9 and 5/9 lie before.
  const weights = causalWeights(Float64Array.of(0, 2, 1, 2), Float64Array.of(0.5, 0.9, 0, 0.2), 3);
  [5 / 9, 5 / 9, 0, 1 / 9].forEach((share, k) => { expect(weights[k]).toBeCloseTo(Math.exp(-3 * share), 14); });
});

test('only ratios of residuals count, and no strength is no weight', () => {
  const [residuals, times] = [Float64Array.of(3, 1, 2), Float64Array.of(0, 1, 2)];
  expect(causalWeights(residuals.map((r) => 1000 * r), times, 5)).toEqual(causalWeights(residuals, times, 5));
  expect([...causalWeights(residuals, times, 0)]).toEqual([1, 1, 1]);
});

test('where nothing is left, or no number, all points weigh 1', () => {
  for (const r of [0, NaN, Infinity]) expect([...causalWeights(Float64Array.of(r, r), Float64Array.of(0, 1), 5)]).toEqual([1, 1]);
});
