import { mean, standardDeviation } from '@knotwork/numerics';
import { expect, test } from '@jest/globals';
import { nullTable } from './null-table.js';

test('columns are independent standard normal numbers, the same for a seed', () => {
  const { train, test: judged, target } = nullTable(3, 2000, 40);
  expect([train.rows.length, judged.rows.length, train.header, target]).toEqual([2000, 40, ['x1', 'x2', 'x3', 'x4', 'x5', 'y'], 'y']);
  const columns = train.header.map((_, c) => train.rows.map((row) => Number(row[c])));
  // Five standard errors of 2000 rows.
  const FAR = 5 / Math.sqrt(2000);
  for (const [i, a] of columns.entries()) {
    expect(Math.abs(mean(a))).toBeLessThan(FAR);
    expect(Math.abs(standardDeviation(a) - 1)).toBeLessThan(FAR);
    for (const b of columns.slice(i + 1)) expect(Math.abs(mean(a.map((v, k) => v * b[k]!)))).toBeLessThan(FAR);
  }
  expect(nullTable(3, 30, 40).test).toEqual(judged);
  expect(nullTable(4, 30, 40).test).not.toEqual(judged);
});
