import { expect, test } from '@jest/globals';
import type { Samples } from '@knotwork/plugin';
import { accuracy } from './accuracy.js';
import { mae } from './mae.js';
import { maxError } from './max-error.js';
import { r2 } from './r2.js';
import { rmse } from './rmse.js';

const samples = (...rows: number[][]): Samples => ({ count: rows.length, width: rows[0]!.length, values: Float64Array.from(rows.flat()) });

const targets = samples([1, 10], [2, 20], [3, 30]);
const predictions = samples([1, 12], [2, 20], [6, 29]);

test('errors are taken over all rows and outputs', () => {
  expect(rmse.evaluate(predictions, targets, {})).toBeCloseTo(Math.sqrt((4 + 9 + 1) / 6), 14);
  expect(mae.evaluate(predictions, targets, {})).toBe(1);
  expect(maxError.evaluate(predictions, targets, {})).toBe(3);
});

test('r2 compares with the mean of each output', () => {
  expect(r2.evaluate(predictions, targets, {})).toBeCloseTo(1 - 14 / (2 + 200), 14);
  expect(r2.evaluate(targets, targets, {})).toBe(1);
  expect(r2.evaluate(samples([2, 20], [2, 20], [2, 20]), targets, {})).toBe(0);
});

test('r2 of constant targets is not a number, also where their mean rounds', () => {
  const constant = samples([0.1], [0.1], [0.1]);
  expect(r2.evaluate(constant, constant, {})).toBeNaN();
  expect(r2.evaluate(samples([0.1], [0.2], [0.1]), constant, {})).toBeNaN();
});

test('r2 does not lose small variations around a large mean', () => {
  const shifted = (t: Samples): Samples => ({ ...t, values: t.values.map((v) => v + 2 ** 40) });
  expect(r2.evaluate(shifted(predictions), shifted(targets), {})).toBeCloseTo(1 - 14 / 202, 10);
});

test('accuracy counts rows whose largest output is that of their class, the first of equal ones', () => {
  const classes = samples([1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]);
  expect(accuracy.evaluate(samples([-1, -2, -3], [5, 4, 0], [0, 0, 9], [-1, 2, 2]), classes, {})).toBe(0.75);
  expect(accuracy.evaluate(classes, classes, {})).toBe(1);
  expect(accuracy.evaluate(samples([0, 0]), samples([0, 1]), {})).toBe(0);
});

test('each is for one task', () => {
  expect([rmse, mae, maxError, r2, accuracy].map(({ task }) => task)).toEqual(['regression', 'regression', 'regression', 'regression', 'classification']);
});

test('a prediction that is not a number is not hidden', () => {
  const broken = samples([NaN, 10], [2, 20], [3, 30]);
  for (const metric of [rmse, mae, maxError, r2, accuracy]) expect(metric.evaluate(broken, targets, {})).toBeNaN();
});
