import { expect, test } from '@jest/globals';
import { installed } from '@knotwork/experiment';
import { defineMetric, definePackage, KnotworkError, z } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { lossOf, lossOfMetric, lossOfOneRow, metricTrouble, scaleOf } from './measured-loss.js';

const known = await standardPackages();
const { catalog } = installed(known);
const column = (...values: number[]) => ({ count: values.length, width: 1, values: Float64Array.from(values) });

test('a metric of which less is better is a loss; of another one it is what is missing to the best', () => {
  expect([lossOfMetric(catalog, 'rmse'), lossOfMetric(catalog, 'max-error')]).toEqual([{ key: 'rmse', best: 0, isMore: false }, { key: 'maxError', best: 0, isMore: false }]);
  const [r2, accuracy] = [lossOfMetric(catalog, 'r2')!, lossOfMetric(catalog, 'accuracy')!];
  expect([r2, accuracy]).toEqual([{ key: 'r2', best: 1, isMore: true }, { key: 'accuracy', best: 1, isMore: true }]);
  expect([lossOf(r2, 0.75), lossOf(r2, -1), lossOf(accuracy, 1), lossOf(lossOfMetric(catalog, 'rmse')!, 0.5)]).toEqual([0.25, 2, 0, 0.5]);
});

test('the scale is the loss of predicting the mean: of rmse the standard deviation, of r2 1, of accuracy the share of all but the largest class', () => {
  const targets = column(1, 2, 3, 6);
  expect(scaleOf(catalog, lossOfMetric(catalog, 'rmse')!, targets)).toBeCloseTo(Math.sqrt(14 / 4), 12);
  expect(scaleOf(catalog, lossOfMetric(catalog, 'mae')!, targets)).toBe(1.5);
  expect(scaleOf(catalog, lossOfMetric(catalog, 'r2')!, targets)).toBe(1);
  expect(scaleOf(catalog, lossOfMetric(catalog, 'accuracy')!, { count: 4, width: 2, values: Float64Array.of(1, 0, 0, 1, 1, 0, 1, 0) })).toBe(0.25);
});

test('one row that is just wrong is a loss where a metric counts rows, and nothing where losses are as small as one likes', () => {
  const classes = { count: 5, width: 3, values: Float64Array.of(0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0) };
  const brier = defineMetric({ name: 'brier', summary: 'Mean square of what is missing', options: z.strictObject({}), task: 'classification', evaluate: ({ count, values }, known) => values.reduce((sum, v, k) => sum + (v - known.values[k]!) ** 2, 0) / count });
  const own = installed([...known, { name: 'own', version: '1.0.0', definition: definePackage({ api: 2, plugins: [brier] }) }]).catalog;
  expect(lossOfOneRow(own, lossOfMetric(own, 'accuracy')!, classes)).toBeCloseTo(1 / 5, 12);
  expect([lossOfOneRow(own, lossOfMetric(own, 'brier')!, classes), ...['rmse', 'mae', 'r2'].map((name) => lossOfOneRow(own, lossOfMetric(own, name)!, column(2, 1, 4)))]).toEqual([0, 0, 0, 0]);
  expect(classes.values[1]).toBe(1);
});

test('a metric that sorts its tables leaves those of the study as they are', () => {
  const sorting = defineMetric({ name: 'sorting', summary: 'Sorts', options: z.strictObject({}), evaluate: ({ values }, known) => { known.values.sort(); return Math.abs(values.sort()[0]! - known.values[0]!); } });
  const own = installed([{ name: 'own', version: '1.0.0', definition: definePackage({ api: 2, plugins: [sorting] }) }]).catalog;
  const targets = column(6, 1, 2);
  expect(scaleOf(own, lossOfMetric(own, 'sorting')!, targets)).toBe(2);
  expect(targets).toEqual(column(6, 1, 2));
});

test('a metric that fails is told by what it fails by; one that says the same of right and wrong, or refuses, is no loss', () => {
  const lossBy = (evaluate: () => number): unknown => {
    const odd = defineMetric({ name: 'odd', summary: 'Odd', options: z.strictObject({}), evaluate });
    return lossOfMetric(installed([{ name: 'own', version: '1.0.0', definition: definePackage({ api: 2, plugins: [odd] }) }]).catalog, 'odd');
  };
  expect(() => lossBy(() => { throw new RangeError('no such row'); })).toThrow('"evaluate" of the metric "odd" failed: no such row. Report it');
  expect(() => lossBy((() => Promise.resolve(1)) as never)).toThrow('"evaluate" of the metric "odd" must return its result at once; it is async.');
  expect([lossBy(() => 3), lossBy(() => NaN), lossBy(() => { throw new KnotworkError('input', 'needs three rows'); })]).toEqual([null, null, null]);
});

test('targets that do not vary have none', () => {
  for (const metric of ['rmse', 'r2']) expect(scaleOf(catalog, lossOfMetric(catalog, metric)!, column(2, 2, 2))).toBeUndefined();
});

test.each([
  ['mse', 'Write rmse: it is the root of the mean squared error, orders arms alike, and its ratios are the roots of those.'], ['MAE', 'Write mae.'], ['R^2', 'Write r2.'], ['R²', 'Write r2.'], ['max_error', 'Write maxError.'],
  ['roc_auc', 'Write accuracy: of classes nothing else is measured.'], ['mse_', 'Write rmse: .*'], ['rmze', 'Did you mean "rmse"\\?'],
])('%s, as others call it, is told as what to write', (name, told) => {
  expect(metricTrouble(catalog, name)).toMatch(new RegExp(`^must be a metric: accuracy, mae, maxError, r2, rmse; got "${name.replace('^', '\\^')}"\\. ${told}$`));
});

test('metrics are taken as they are called, and as results call them', () => {
  expect(['rmse', 'max-error', 'maxError', 'accuracy'].map((name) => metricTrouble(catalog, name))).toEqual([undefined, undefined, undefined, undefined]);
});
