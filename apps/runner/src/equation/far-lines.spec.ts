import { expect, test } from '@jest/globals';
import { farLines } from './far-lines.js';

const table = { header: ['x', 'y'], columns: [[1, 2, 3, 4], [5, 70, 70, -900]], lines: [2, 3, 5, 6] };
const far = (from: 'network' | 'neighbours', ...targets: number[]) => ({ y: { rows: targets.length, from, targets } });

test('the line of a row is said, and what it may have done', () => {
  expect(farLines(far('neighbours', -900), table, false)).toEqual(['the row (line 6) whose "y" lies far from what the rows nearest to it say may hide a law: if it is a slip, mend it or leave it out, and look again']);
  expect(farLines(far('network', -900 - 1e-10, 5), table, true)).toEqual(['the 2 rows (line 6, line 2) whose "y" lie far from what the network says may have bent the equation: if they are slips, mend them or leave them out, and look again']);
  expect(farLines({ y: { rows: 6, from: 'network', targets: [-900] } }, table, false)[0]).toContain('the 6 rows (line 6, ...) whose');
});

test('of a table without lines the row is said, and of targets that come twice, or of none, nothing', () => {
  const { lines: _, ...rows } = table;
  expect(farLines(far('network', -900), rows, false)[0]).toContain('the row (row 4) whose');
  expect([farLines(far('network', 70), table, false)[0], farLines(far('network', 71), table, false)[0]]).toEqual(Array(2).fill(expect.stringMatching(/^the row whose "y" /)));
  expect([farLines(null, table, false), farLines({}, table, true)]).toEqual([[], []]);
});
