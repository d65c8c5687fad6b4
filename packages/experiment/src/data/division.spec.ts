import { expect, test } from '@jest/globals';
import { divisionOf } from './division.js';

const split = { test: 0.2 };
const files = { 'a.csv': '01', 'b.csv': '02' };

test('rows are divided alike whatever files are called and in whatever order data sets stand', () => {
  const all = divisionOf({ seed: 1, datasets: { first: { path: 'a.csv', split }, second: { path: 'b.csv' } } }, files);
  expect(divisionOf({ seed: 1, datasets: { second: { path: 'x/b.csv' }, first: { path: 'x/a.csv', split } } }, { 'x/b.csv': '02', 'x/a.csv': '01' })).toBe(all);
  expect(divisionOf({ seed: 1, datasets: { first: { path: 'a.csv' }, second: { path: 'b.csv', split } } }, files)).not.toBe(all);
});

test('the seed is that of the data, and 0 where nothing is said', () => {
  const of = (more: object): string | null => divisionOf({ dataset: { split }, ...more }, files);
  expect(of({ seed: 1, streams: { data: 0 } })).toBe(of({}));
  expect(of({ seed: 1 })).not.toBe(of({}));
});

test('nothing is divided where no data set is told how', () => {
  expect(divisionOf({ seed: 1, dataset: { expression: 'x1' } }, {})).toBeNull();
});
