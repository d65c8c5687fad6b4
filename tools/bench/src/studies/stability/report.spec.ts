import { expect, test } from '@jest/globals';
import { type StabilityRun, stabilityReport } from './report.js';

const run = (formula: string, change: string | null, text: string | null, failure: string | null = null): StabilityRun => ({ formula, change, text, error: 0.5, failure });

test('an equation is held against that of the recipe as it is, and others are told', () => {
  const lines = stabilityReport([
    run('a', null, 'y = x1'), run('b', null, null), run('a', 'wide', 'y = x1'), run('a', 'narrow', 'y = 2 * x1'), run('b', 'wide', null), run('b', 'narrow', null, 'it diverged'),
  ]);
  expect(lines).toEqual([
    'a: y = x1, test RMSE 0.5', 'b: no equation, test RMSE 0.5', '',
    '            a       b', '  wide   same  curves', 'narrow  other  failed', '',
    'the same equation in 1 of 4 (25 %)',
    'a, narrow: y = 2 * x1, test RMSE 0.5', 'b, wide: some edges are curves, test RMSE 0.5', 'b, narrow: it diverged',
  ].map((line, k) => (k === 4 || k === 5 || k === 3 ? expect.stringMatching(new RegExp(`^ *${line.trim().replace(/ +/g, ' +')}$`)) : line)));
});
