import { expect, test } from '@jest/globals';
import { type Split, splitsReport } from './report.js';

const split = (seed: number, network: number, ridge: number): Split => ({
  network: { seed, test: network, validation: network + 1, resolution: [3], parameters: 12, edges: { free: 15, pruned: 0 }, seconds: 2, failure: network === Infinity ? 'it diverged' : null },
  ridge: { strength: 10, validation: ridge + 1, test: ridge },
});

test('ratios are taken of medians and per split', () => {
  expect(splitsReport([split(0, 5, 10), split(1, 9, 12), split(2, 6, 8)])).toEqual([
    ' split  KAN test  ridge test  ratio  KAN validation  ridge validation  strength  seconds',
    '     0         5          10    0.5               6                11        10      2.0',
    '     1         9          12   0.75              10                13        10      2.0',
    '     2         6           8   0.75               7                 9        10      2.0',
    'median         6          10   0.75               7                11                2.0',
    '',
    'test RMSE, KAN over ridge: ratio of medians 0.6, median of ratios 0.75',
  ]);
});

test('a failed split is infinitely wrong and named', () => {
  const lines = splitsReport([split(0, 5, 10), split(1, Infinity, 12)]);
  expect(lines).toContain('split 1 failed: it diverged');
  expect(lines[2]).toContain('failed');
});

test('ridge regression needs validation rows', () => {
  const { network, ridge } = split(0, 5, 10);
  expect(() => splitsReport([{ network: { ...network, validation: null }, ridge }])).toThrow('Add dataset.split.validation=0.2.');
});
