import { expect, test } from '@jest/globals';
import { lossOf, lossName } from './measured-loss.js';
import { lossOfStage } from './stage-loss.js';

const outlook = [{ judges: { objective: { best: 1, rounding: 1 } } }, { judges: { objective: { best: 0, rounding: 1e-26 }, 'estimate.k': { best: null, rounding: 1e-13 } } }, {}];

test('the last stage that judges itself says what is best, and from which number on a loss is no rounding', () => {
  const { loss, scale } = lossOfStage(outlook, { name: 'objective' });
  expect(loss).toEqual({ key: 'objective', best: 0, isMore: false });
  expect(scale * 1e-13).toBeCloseTo(1e-26, 30);
  expect(lossOf(loss, 0.25)).toBe(0.25);
});

test('a number that is to be found is judged by its distance from what it should be, on either side', () => {
  const { loss } = lossOfStage(outlook, { name: 'estimate.k', best: 2 });
  expect([lossOf(loss, 1.5), lossOf(loss, 2.5), lossOf(loss, 2)]).toEqual([0.5, 0.5, 0]);
  expect(lossName(loss)).toBe('distance of estimate.k from 2');
});

test.each([
  [{ name: 'objectiv' }, /^metric must be a number by which a stage judges its result: objective, estimate\.k; got "objectiv"\. Did you mean "objective"\?/],
  [{ name: 'toString' }, /got "toString"\. Name one of them/], [{ name: 'estimate.k' }, /say what it should be\. Write metric: \{ name: "estimate\.k", best: VALUE \}\./],
])('it refuses %j', (metric, says) => {
  expect(() => lossOfStage(outlook, metric)).toThrow(says);
});

test.each([
  ['relativel2', 'Did you mean "relativeL2"?'], ['RelativL2.u', 'Did you mean "relativeL2.u"?'], ['rsme', 'Did you mean "rmse"?'], ['mse', 'Write rmse: it is the root'], ['RMSE', 'Write rmse.'],
])('%s is told what was meant, of numbers of stages and of metrics of rows', (name, meant) => {
  const judges = Object.fromEntries(['objective', 'residual', 'relativeL2', 'relativeL2.u'].map((key) => [key, { best: 0, rounding: 1e-13 }]));
  expect(() => lossOfStage([{ judges }], { name }, ['mae', 'rmse', 'r2'])).toThrow(`got "${name}". ${meant}`);
});
