import { expect, test } from '@jest/globals';
import { targetsText } from './targets-text.js';

const parts = ['train', 'validation', 'test'];

test('each target has its error in its own unit and its share of variance, by part of the rows', () => {
  expect(targetsText({
    'dp (Pa)': { train: { rmse: 108, r2: 0.98 }, validation: { rmse: 104, r2: 0.97 }, test: { rmse: 101, r2: 0.9996 } }, cost: { train: { rmse: 2e-5, r2: 0.5 }, validation: { rmse: 3e-5, r2: -0.25 }, test: { rmse: 4e-5, r2: NaN } },
  }, parts)).toEqual([
    'target   RMSE: train  validation     test  R2: train  validation    test',
    'dp (Pa)          108         104      101       0.98        0.97  0.9996',
    'cost         2.00e-5     3.00e-5  4.00e-5        0.5       -0.25       -',
  ]);
});

test('parts without rows have no columns, and the only part there is has no name', () => {
  expect(targetsText({ a: { train: { rmse: 1, r2: 0.5 }, validation: null, test: { rmse: 2, r2: 0.25 } } }, parts)[0]).toBe('target  RMSE: train  test  R2: train  test');
  expect(targetsText({ a: { rows: { rmse: 1, r2: 0.5 } }, b: { rows: { rmse: 2, r2: 0.25 } } }, ['rows'])).toEqual(['target  RMSE    R2', 'a          1   0.5', 'b          2  0.25']);
  expect(targetsText({}, parts)).toEqual([]);
});

test('of many the first forty have lines', () => {
  const lines = targetsText(Object.fromEntries(Array.from({ length: 42 }, (_, k) => [`y${k}`, { train: { rmse: k, r2: 0 } }])), parts);
  expect([lines.length, lines.at(-2), lines.at(-1)]).toEqual([42, 'y39              39          0', 'and 2 other targets']);
});
