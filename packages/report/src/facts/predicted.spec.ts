import { expect, test } from '@jest/globals';
import type { NamedArrays, NumberArray } from '@knotwork/arrays';
import { dataOf } from './data-summary.js';
import { confusionOf, predictedOf } from './predicted.js';
import type { NetworkOfRun, RunContents } from '../contents/run-contents.js';

const table = (...rows: number[][]): NumberArray => ({ shape: [rows.length, rows[0]!.length], values: Float64Array.from(rows.flat()) });
const contentsOf = (evaluation: NamedArrays, network: Partial<NetworkOfRun>): RunContents => ({
  place: 'it', record: { data: { 'a.csv': '0123' } }, imported: null, result: { outside: { rows: 1, share: 0.5, inputs: { b: { rows: 1, farthest: 0.1 } } } }, timing: null, events: [], evaluation, picture: null, solution: null, notes: [],
  network: { task: 'regression', inputs: ['a', 'b'], outputs: ['u', 'v'], classes: [], bases: [], widths: [2, 2], ...network },
});

test('predictions of every output stand beside what is, part by part', () => {
  const contents = contentsOf({ 'train.targets': table([1, 10], [2, 20], [3, 30]), 'train.predictions': table([1.5, 11], [2.5, 21], [3.5, 31]), 'test.targets': table([4, 40]), 'test.predictions': table([4.5, 41]) }, {});
  expect(predictedOf(contents)).toEqual([
    { output: 'u', parts: [{ name: 'train', actual: Float64Array.of(1, 2, 3), predicted: Float64Array.of(1.5, 2.5, 3.5) }, { name: 'test', actual: Float64Array.of(4), predicted: Float64Array.of(4.5) }] },
    { output: 'v', parts: [{ name: 'train', actual: Float64Array.of(10, 20, 30), predicted: Float64Array.of(11, 21, 31) }, { name: 'test', actual: Float64Array.of(40), predicted: Float64Array.of(41) }] },
  ]);
  expect(confusionOf(contents)).toBeNull();
});

test('rows of each class are counted by what was predicted, over test rows', () => {
  const contents = contentsOf({
    'train.targets': table([1, 0, 0]), 'train.predictions': table([9, 0, 0]),
    'test.targets': table([1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]), 'test.predictions': table([2, 1, 0], [-3, -1, -2], [0, 5, 1], [7, 5, 6]),
  }, { task: 'classification', outputs: ['x', 'y', 'z'], classes: ['x', 'y', 'z'] });
  expect(confusionOf(contents)).toEqual({ classes: ['x', 'y', 'z'], counts: [[1, 1, 0], [0, 1, 0], [1, 0, 0]], split: 'test', rows: 'test rows' });
  expect(predictedOf(contents)).toEqual([]);
});

test('columns are summed up in their own units', () => {
  const { rows, columns, files } = dataOf(contentsOf({ 'train.count': { shape: [1], values: Float64Array.of(900) }, 'train.inputs': table([1, -5], [3, 5]), 'train.targets': table([0, 1], [0, 3]) }, {}));
  expect([rows, files]).toEqual([[{ split: 'train', rows: 900, kept: 2 }], { 'a.csv': '0123' }]);
  expect(columns).toEqual([
    { name: 'a', isTarget: false, least: 1, most: 3, mean: 2, deviation: 1, outside: 0 }, { name: 'b', isTarget: false, least: -5, most: 5, mean: 0, deviation: 5, outside: 1 },
    { name: 'u', isTarget: true, least: 0, most: 0, mean: 0, deviation: 0, outside: null }, { name: 'v', isTarget: true, least: 1, most: 3, mean: 2, deviation: 1, outside: null },
  ]);
});
