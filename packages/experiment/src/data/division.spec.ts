import { expect, test } from '@jest/globals';
import { isDividedAlike } from './data-for-stored.js';
import { type Division, divisionOf } from './division.js';

const split = { test: 0.2 };
const files = { 'a.csv': '01', 'b.csv': '02' };

const ROWS = { train: 60, validation: 20, test: 20 };
const of = (experiment: Parameters<typeof divisionOf>[0], hashes: Readonly<Record<string, string>> = files, rows: Division['rows'] = ROWS): Division => divisionOf(experiment, hashes, rows)!;

test('rows are divided alike whatever files are called and in whatever order data sets stand', () => {
  const all = of({ seed: 1, datasets: { first: { path: 'a.csv', split }, second: { path: 'b.csv' } } });
  expect(isDividedAlike(of({ seed: 1, datasets: { second: { path: 'x/b.csv' }, first: { path: 'x/a.csv', split } } }, { 'x/b.csv': '02', 'x/a.csv': '01' }), all)).toBe(true);
  expect(isDividedAlike(of({ seed: 1, datasets: { first: { path: 'a.csv' }, second: { path: 'b.csv', split } } }), all)).toBe(false);
});

test('the seed is that of the data, and 0 where nothing is said', () => {
  expect(isDividedAlike(of({ dataset: { split }, seed: 1, streams: { data: 0 } }), of({ dataset: { split } }))).toBe(true);
  expect(isDividedAlike(of({ dataset: { split }, seed: 1 }), of({ dataset: { split } }))).toBe(false);
});

test('shares count as the rows that they came to, be they written or auto; all else of a split as it is written', () => {
  const like = (a: object, b: object, rows: Division['rows'] = ROWS): boolean => isDividedAlike(of({ dataset: { split: a } }), of({ dataset: { split: b } }, files, rows));
  expect(like({ validation: 'auto', test: 0.2 }, { validation: 0.2, test: 0.2 })).toBe(true);
  expect(like({ validation: 'auto', test: 0.2 }, { validation: 'auto', test: 0.2 }, { train: 80, validation: 0, test: 20 })).toBe(false);
  expect(like({ validation: 'auto', test: 0.2 }, { validation: 'auto', test: 0.2 }, null)).toBe(true);
  for (const [a, b] of [[{ groups: 'g' }, {}], [{ fold: 1 }, { fold: 2 }], [{ test: 'a.csv' }, { test: 'b.csv' }], [{ test: 'a.csv' }, { test: 0.2 }]]) expect(like(a!, b!)).toBe(false);
});

test('nothing is divided where no data set is told how', () => {
  expect(divisionOf({ seed: 1, dataset: { expression: 'x1' } }, {}, ROWS)).toBeNull();
});
