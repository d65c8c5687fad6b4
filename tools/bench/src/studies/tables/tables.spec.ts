import { expect, test } from '@jest/globals';
import { UsageError } from '../../lib/program.js';
import { parseCsv, readTables, splitOf } from './tables.js';

const all = readTables('all', null);

test.each(all.map((table) => [table.name, table] as const))('%s has numbers in every cell, its target, and two repeats of two folds that share no row and leave none out', (_, { header, rows, target, folds }) => {
  expect(header).toContain(target);
  const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell));
  expect(rows.filter((row) => row.length !== header.length || !row.every(isNumber))).toEqual([]);
  expect(folds.map(({ rep, fold }) => [rep, fold])).toEqual([[0, 0], [0, 1], [1, 0], [1, 1]]);
  const everyRow = rows.map((__, k) => k);
  for (const rep of [0, 1]) expect(folds.filter((fold) => fold.rep === rep).flatMap(({ test: numbers }) => numbers).sort((a, b) => a - b)).toEqual(everyRow);
});

test('sets are told apart by what a table was to those who chose the defaults', () => {
  expect(readTables('tuning', null).map(({ name }) => name)).toEqual(['diabetes', 'cars_mpg', 'friedman1', 'seattle_tmax', 'wine', 'moons']);
  expect(readTables('fresh', null).length).toBeGreaterThanOrEqual(4);
  expect(new Set(all.map(({ role }) => role))).toEqual(new Set(['tuning', 'fresh', 'known']));
});

test('named tables are taken from any set, in the order of the file', () => {
  expect(readTables('tuning', ['wages', 'diabetes']).map(({ name }) => name)).toEqual(['diabetes', 'wages']);
});

test('a name and a set that are not there are refused with what there is', () => {
  expect(() => readTables('all', ['diabetis'])).toThrow('There is no table "diabetis". Did you mean "diabetes"? Tables: diabetes, ');
  expect(() => readTables('all', ['toString'])).toThrow(UsageError);
  expect(() => readTables('new', null)).toThrow('--set-of must be tuning, fresh or all; got "new".');
});

test('a file is a header and rows, however its lines end', () => {
  expect(parseCsv('a,y\r\n1,2\r\n3,4\r\n')).toEqual({ header: ['a', 'y'], rows: [['1', '2'], ['3', '4']] });
});

test('test rows are those of the fold, and all others are for training', () => {
  const rows = [['0'], ['1'], ['2'], ['3']];
  expect(splitOf({ header: ['y'], rows }, { rep: 0, fold: 0, test: [3, 1] })).toEqual({ train: { header: ['y'], rows: [['0'], ['2']] }, test: { header: ['y'], rows: [['1'], ['3']] } });
});
