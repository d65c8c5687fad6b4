import { expect, test } from '@jest/globals';
import type { FoldRun } from './fold-run.js';
import { tableEquationsReport } from './report.js';

const run = (fold: number, equation: number, network: number, failure: string | null = null): FoldRun => ({
  table: 't', rep: 0, fold, constant: 10, line: 4, network, small: 2, equation, text: `${fold} * x`, widths: [3, 1], complexity: 3, seconds: 1.25, failure,
});

test('every fold has its errors and its equation, and ratios are geometric means over folds', () => {
  expect(tableEquationsReport([run(0, 2, 2), run(1, 8, 2)])).toEqual([
    'RMSE on the test rows of folds', '',
    'table  repeat  fold  constant  line  network  made small  equation  nodes  widths  seconds',
    '    t       0     0        10     4        2           2         2      3     3-1      1.3',
    '    t       0     1        10     4        2           2         8      3     3-1      1.3',
    '', 't 0 0: 0 * x', 't 0 1: 1 * x', '', 'error of the equation over that of others, geometric means of folds', '',
    'table  folds  constant  line  network  made small  worst over network',
    '    t      2       0.4     1        2           2                   4',
  ]);
});

test('a fold that failed is infinitely wrong, and says why', () => {
  const lines = tableEquationsReport([run(0, 2, 2), run(1, Infinity, 2, 'it ended')]);
  expect(lines).toContain('t 0 1: failed: it ended');
  expect(lines.at(-1)).toContain('failed');
});
