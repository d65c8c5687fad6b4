import { expect, test } from '@jest/globals';
import { attention, weightsOfAttention } from './attention.js';

const residuals = Float64Array.of(0, 1, 4, 2);

test('the quadratic potential gives attention in proportion to residuals', () => {
  expect([...attention(residuals, null, { potential: 'quadratic', memory: 0, round: 7 })]).toEqual([0, 0.25, 1, 0.5]);
});

test('the exponential one goes towards the worst point, more so in every round: from there to where the equation holds it falls by k + 2', () => {
  for (const round of [0, 1, 10]) {
    const [none, , worst, half] = attention(residuals, null, { potential: 'exponential', memory: 0, round });
    expect(worst).toBe(1);
    expect(none).toBeCloseTo(1 / (round + 2), 15);
    expect(half).toBeCloseTo(1 / Math.sqrt(round + 2), 15);
  }
});

test('what was before counts by its share; in the first round all points had 1', () => {
  expect([...attention(residuals, null, { potential: 'quadratic', memory: 0.75, round: 0 })]).toEqual([0.75, 0.8125, 1, 0.875]);
  expect([...attention(residuals, Float64Array.of(1, 0.5, 0, 0.5), { potential: 'quadratic', memory: 0.5, round: 3 })]).toEqual([0.5, 0.375, 0.5, 0.5]);
});

test('units of the residuals do not count', () => {
  for (const potential of ['quadratic', 'exponential'] as const) {
    const how = { potential, memory: 0.5, round: 2 };
    expect(attention(residuals.map((r) => 1024 * r), null, how)).toEqual(attention(residuals, null, how));
  }
});

test('where nothing is left, or what is left is no number, attention stays as it was', () => {
  const before = Float64Array.of(0.2, 0.4);
  for (const r of [0, NaN, Infinity]) expect(attention(Float64Array.of(0, r), before, { potential: 'exponential', memory: 0.5, round: 1 })).toEqual(before);
});

test('weights are squares of attention whose mean is 1, so that a set counts as it did', () => {
  expect([...weightsOfAttention(Float64Array.of(1, 2, 3, 0))]).toEqual([1, 4, 9, 0].map((square) => square * 4 / 14));
  expect([...weightsOfAttention(Float64Array.of(0, 0))]).toEqual([1, 1]);
});
