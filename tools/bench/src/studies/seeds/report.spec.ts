import { expect, test } from '@jest/globals';
import type { SeedRun } from '../../lib/child-run.js';
import { interestingThresholds, seedsReport } from './report.js';

const run = (seed: number, test: number, resolution = [24, 24]): SeedRun => ({ seed, test, validation: 2 * test, resolution, parameters: 12, edges: { free: 15, pruned: 0 }, seconds: seed + 0.5, failure: null });
const failed = (seed: number): SeedRun => ({ seed, test: Infinity, validation: Infinity, resolution: [], parameters: 0, edges: { free: 0, pruned: 0 }, seconds: 0, failure: 'it diverged' });

test('thresholds reach from the tightest that all are below to the loosest that none is', () => {
  expect(interestingThresholds([5e-3, 5e-5])).toEqual([1e-2, 1e-3, 1e-4, 1e-5]);
  expect(interestingThresholds([5e-3, 6e-3])).toEqual([1e-2, 1e-3]);
  expect(interestingThresholds([1e-9])).toEqual([1e-8]);
  expect(interestingThresholds([1e-9, Infinity])).toEqual([1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8]);
  expect(interestingThresholds([Infinity])).toEqual([1e-1]);
});

test('the report has a line per seed and a summary', () => {
  expect(seedsReport([run(0, 4e-4), run(1, 2e-5, [24, 12]), run(2, 8e-4)], null)).toEqual([
    'seed  test RMSE  validation  resolution  seconds',
    '   0    4.00e-4     8.00e-4          24      0.5',
    '   1    2.00e-5     4.00e-5       24,12      1.5',
    '   2    8.00e-4     1.60e-3          24      2.5',
    '',
    'test RMSE: median 4.00e-4, worst 8.00e-4',
    'below 1e-3: 3 of 3 (100 %)',
    'below 1e-4: 1 of 3 (33 %)',
    'below 1e-5: 0 of 3 (0 %)',
    'seconds: median 1.5',
  ]);
});

test('a run without validation rows has a dash there', () => {
  expect(seedsReport([{ ...run(0, 4e-4), validation: null }], null)[1]).toBe('   0    4.00e-4           -          24      0.5');
});

test('failed seeds are infinitely wrong, and are named with their reason', () => {
  const lines = seedsReport([run(0, 4e-4), failed(7)], [5e-4]);
  expect(lines).toContain('   7     failed');
  expect(lines).toContain('test RMSE: median failed, worst failed');
  expect(lines).toContain('below 5e-4: 1 of 2 (50 %)');
  expect(lines.slice(-2)).toEqual(['1 of 2 seeds failed:', '  seed 7: it diverged']);
  expect(seedsReport([failed(0)], null).join()).not.toContain('seconds: ');
});
