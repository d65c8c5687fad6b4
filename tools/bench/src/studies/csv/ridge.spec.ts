import { expect, test } from '@jest/globals';
import type { Data, Samples } from '@knotwork/plugin';
import { ridge, ridgeWeights } from './ridge.js';

const samples = (...rows: number[][]): Samples => ({ count: rows.length, width: rows[0]!.length, values: Float64Array.from(rows.flat()) });
const rmse = (y: Samples, t: Samples): number => Math.sqrt(y.values.reduce((sum, v, k) => sum + (v - t.values[k]!) ** 2, 0) / y.values.length);
/** A handful of additions by another route. */
const ROUNDING = 12;

test('weights agree with a case by hand', () => {
  // X'X = [[2, 0], [0, 2]], X't = [4, 2]; strength 2 gives [4 / 4, 2 / 4].
  const rows = { inputs: samples([1, 1], [-1, 1], [0, 0]), targets: samples([3], [-1], [5]) };
  const weights = ridgeWeights(rows, 2);
  expect(weights[0]).toBeCloseTo(1, ROUNDING);
  expect(weights[1]).toBeCloseTo(0.5, ROUNDING);
  expect(ridgeWeights(rows, 0)[0]).toBeCloseTo(2, ROUNDING);
});

test('columns that say the same share the weight', () => {
  // X'X = [[2, 2], [2, 2]], X't = [4, 4]; strength 1: 5 w = 4.
  const weights = ridgeWeights({ inputs: samples([1, 1], [-1, -1]), targets: samples([2], [-2]) }, 1);
  expect(weights[0]).toBeCloseTo(0.8, ROUNDING);
  expect(weights[1]).toBeCloseTo(0.8, ROUNDING);
});

const dataOf = (train: [number, number][], validation: [number, number][], test: [number, number][]): Data => {
  const rows = (pairs: [number, number][]): Data['train'] => ({ inputs: samples(...pairs.map(([x]) => [x])), targets: samples(...pairs.map(([, t]) => [t])) });
  return { task: 'regression', inputs: [{ name: 'x' }], outputs: [{ name: 't' }], standardizeInputs: false, train: rows(train), validation: rows(validation), test: rows(test) };
};

test('a line is found in any units, with the intercept free of the penalty', () => {
  const line = (x: number): [number, number] => [x, 1000 + 3e-3 * x];
  const fit = ridge(dataOf([100, 200, 400, 700].map(line), [300, 500].map(line), [1000].map(line)), rmse);
  expect(fit.strength).toBe(1e-6);
  expect(fit.test).toBeLessThan(1e-6);
});

test('strength is chosen by validation, whatever the test rows say', () => {
  // Training says slope 1, validation says slope 0 at the training mean: the strongest penalty wins; the test rows agree with training.
  const fit = ridge(dataOf([[-1, -1], [1, 1]], [[-1, 0], [1, 0]], [[-1, -1], [1, 1]]), rmse);
  expect(fit.strength).toBe(1e4);
  // Slope 2 / (2 + 1e4) in standardized units.
  expect(fit.test).toBeCloseTo(1 - 2 / (2 + 1e4), ROUNDING);
});
