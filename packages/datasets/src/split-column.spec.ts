import { expect, test } from '@jest/globals';
import { csvTextTable } from './readers/csv-text-table.js';
import { timeColumn } from './split-by-time.js';
import { splitColumn } from './split-column.js';

const times = (...cells: string[]): number[] => [...timeColumn(csvTextTable(['x,when', ...cells.map((cell) => `1,${cell}`)].join('\n'), 'log.csv', ',', '.'), 'when', 'split.time')];

test('times are numbers as they are, or dates whose moments are those of UTC wherever the program runs', () => {
  expect(times('3', '1e1', '-2.5')).toEqual([3, 10, -2.5]);
  expect(times('2024-01', '2024-01-02', '2024-01-02 06:00', '2024-01-02T06:00:00.5', '2024-01-02T06:00Z', '2024-01-02T06:00+02:00', '2024-01-02t06:00z'))
    .toEqual([[0], [1], [1, 6], [1, 6, 0.5], [1, 6], [1, 4], [1, 6]].map(([days = 0, hours = 0, seconds = 0]) => Date.UTC(2024, 0, 1) + ((days * 24 + hours) * 3600 + seconds) * 1000));
});

test('the last day of a month is one', () => {
  expect(times('2024-02-29', '2023-12-31T23:59+12:00')).toEqual([Date.UTC(2024, 1, 29), Date.UTC(2023, 11, 31, 11, 59)]);
});

test('what is neither, is missing or is of the other sort is refused with its line', () => {
  expect(() => times('1', 'soon')).toThrow('split.time must name a column of numbers alone, as it begins with one; got "soon" in line 3 of log.csv, column "when". Correct or remove the row.');
  expect(() => times('1', '2024-01-02')).toThrow('got "2024-01-02" in line 3');
  expect(() => times('2024-01-02', '7')).toThrow('split.time must name a column of numbers, or dates as in 2024-05-31 or 2024-05-31T12:00:00Z; got "7" in line 3');
  for (const text of ['31.05.2024', '2024-13-01', '2024-02-30T25:00', '2024-02-30', '2023-02-29T12:00', '2024-06-31', '05/31/2024', 'Infinity']) expect(() => times(text)).toThrow(`got "${text}" in line 2`);
  expect(() => times('2024-05-31', 'soon', 'late')).toThrow('got "soon" in line 3 of log.csv, column "when". Correct or remove the 2 rows that have none.');
  expect(() => times('A', 'B')).toThrow('got "A" in line 2 of log.csv, column "when". No row has one: choose another column.');
  expect(() => times('01.09.2023', '02.09.2023')).toThrow('dates as in 2024-05-31 or 2024-05-31T12:00:00Z; got "01.09.2023" in line 2 of log.csv, column "when". Write the dates of all 2 rows so.');
  expect(() => times('2023-09-01', '02.09.2023', '03.09.2023')).toThrow('Write the dates of 2 rows so.');
  expect(() => times('1', '')).toThrow('split.time must name a column that says something of every row; line 3 of log.csv has nothing in column "when".');
});

test('numbers are the same however they are written, other text as it stands', () => {
  const table = csvTextTable('x,site\n1,1\n1,1.0\n1,A\n1,a', 'log.csv', ',', '.');
  expect(splitColumn(table, 'site', 'split.groups')).toEqual(['1', '1', 'A', 'a']);
  expect(() => splitColumn(table, 'sites', 'split.groups')).toThrow('split.groups must name columns of log.csv; got "sites". Columns: x, site. Did you mean "site"?');
});
