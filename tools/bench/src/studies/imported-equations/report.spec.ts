import { expect, test } from '@jest/globals';
import { importedReport } from './report.js';

test('a line for every network, how many are exact, and what they say', () => {
  const run = { widths: [2, 5, 1], edges: 15, left: 3, before: 0.02, after: 1e-8, text: 'x1 * x2', isExact: true, failure: null };
  const lines = importedReport([{ ...run, name: 'a' }, { ...run, name: 'b', text: null, isExact: false }, { ...run, name: 'c', after: Infinity, text: null, isExact: false, failure: 'it ended' }]);
  expect(lines.map((line) => line.trim().split(/ {2,}/).join('|'))).toEqual([
    'network|widths|edges|left|RMSE of the import|after|exact', 'a|2-5-1|15|3|0.02|1.00e-8|yes', 'b|2-5-1|15|3|0.02|1.00e-8|no', 'c|2-5-1|15|3|0.02|failed|no', '', 'exact: 1 of 3', 'a: x1 * x2', 'b: some edges are curves', 'c: it ended',
  ]);
});
