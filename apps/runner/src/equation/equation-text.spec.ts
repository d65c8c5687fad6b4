import { expect, test } from '@jest/globals';
import type { TableExperiment } from '../new/table-text.js';
import { equationFileText, hasFewRows } from './equation-text.js';

const survey = { name: 'y', rows: 0, missing: 0, holds: 'numbers', texts: 0, firstText: -1, values: [], range: [0, 1], namesRows: false, isDates: false };
const tableOf = (rows: number, copies = 0): TableExperiment => ({
  name: 'few', plugins: [], path: 'few.csv', widths: [1, 5, 1], fit: {}, table: { file: 'few.csv', header: ['x', 'y'], columns: [], dataset: { kind: 'table', options: {} } },
  plan: { rows, copies, task: 'regression', policies: {}, split: {}, target: { survey, leftOut: null, hasSlips: false, remark: '' }, columns: [{ survey: { ...survey, name: 'x' }, leftOut: null, hasSlips: false, remark: '' }] },
} as unknown as TableExperiment);

const splitIn = (rows: number, isLine: boolean): string | undefined => equationFileText(tableOf(rows), 1, isLine).split('\n').find((line) => line.startsWith('  split:'));

test('of fewer than 60 rows none are left to validate, of a network as of a line; of others a line has the rows of the networks', () => {
  expect([59, 60].map((rows) => hasFewRows(tableOf(rows)))).toEqual([true, false]);
  expect([90, 91].map((rows) => hasFewRows(tableOf(rows, 31)))).toEqual([true, false]);
  for (const isLine of [false, true]) expect(splitIn(59, isLine)).toBe('  split: { validation: 0, test: 0.2 } # few rows: all but those of the test are compared on and fitted to');
  expect([splitIn(60, false), splitIn(60, true)]).toEqual([undefined, '  split: { validation: 0.2, test: 0.2 }']);
});

test('of more than 20,000 rows so many are drawn', () => {
  const rowsIn = (rows: number, copies = 0): string | undefined => equationFileText(tableOf(rows, copies), 1).split('\n').find((line) => line.startsWith('  rows:'));
  expect([rowsIn(20_000), rowsIn(20_001), rowsIn(20_001, 1)]).toEqual([undefined, '  rows: 20000', undefined]);
});

test('plugins are named in the file of a network, and in that of a line', () => {
  const pluginsIn = (plugins: readonly string[], isLine: boolean): string | undefined => equationFileText({ ...tableOf(60), plugins }, 1, isLine).split('\n').find((line) => line.startsWith('plugins:'))?.replace(/ *#.*/, '');
  expect([false, true].map((isLine) => pluginsIn(['./a.mjs', 'kan-b'], isLine))).toEqual(['plugins: [./a.mjs, kan-b]', 'plugins: [./a.mjs, kan-b]']);
  expect(pluginsIn([], false)).toBeUndefined();
});
