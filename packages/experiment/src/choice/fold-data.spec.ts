import { expect, test } from '@jest/globals';
import type { Data, Rows } from '@knotwork/plugin';
import { foldData } from './fold-data.js';
import { prepareData } from '../data/prepare-data.js';

test('rows that are held out are test rows with noise, whatever the run\'s own have', () => {
  const samples = (...values: number[]) => ({ count: values.length, width: 1, values: Float64Array.from(values) });
  const rows: Rows = { inputs: samples(1, 2, 3), targets: samples(4, 5, 7) };
  const data: Data = { task: 'regression', inputs: [{ name: 'x' }], outputs: [{ name: 'y' }], standardizeInputs: false, train: rows, validation: rows, test: rows, isTestExact: true };
  const { original } = foldData(prepareData(new Map([['data', data]]), true, {}), true, new Set([1]));
  expect([original.isTestExact, ...original.test.targets.values]).toEqual([undefined, 5]);
});
