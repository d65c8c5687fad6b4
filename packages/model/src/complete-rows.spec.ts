import { expect, test } from '@jest/globals';
import { memoryTable } from '@knotwork/datasets';
import { completeRows } from './rows-from.js';

const table = memoryTable({ a: [1, null, 3, 4], b: ['x', 'y', 'NA', 'z'], c: [NaN, 2, 3, 4] }, 'the table');

test('rows with gaps in the columns that count go where the run left them out, and nowhere else', () => {
  const dropped = completeRows(table, ['a', 'b', 'gone'], { missing: 'drop' });
  expect([[...dropped.rows], dropped.table.count, dropped.table.columns.map((cells) => Array.from(cells))[0]]).toEqual([[0, 3], 2, [1, 4]]);
  for (const missing of ['refuse', 'mean', undefined] as const) {
    const all = completeRows(table, ['a', 'b'], missing === undefined ? {} : { missing });
    expect([[...all.rows], all.table]).toEqual([[0, 1, 2, 3], table]);
  }
});
