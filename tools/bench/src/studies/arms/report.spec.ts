import { expect, test } from '@jest/globals';
import type { SeedRun } from '../../lib/child-run.js';
import { armsReport, pairedDifference } from './report.js';

const run = (seed: number, error: number, free = 3, pruned = 0): SeedRun => ({
  seed, test: error, validation: error, resolution: [3], parameters: 4 * free, edges: { free, pruned }, seconds: 2, failure: error === Infinity ? 'it diverged' : null,
});

test('the interval of paired differences is that of Student', () => {
  // Differences 1, 2, 3: mean 2, standard error 1/sqrt(3), quantile 4.303.
  const { mean, half } = pairedDifference([2, 4, 6], [1, 2, 3]);
  expect(mean).toBe(2);
  expect(half).toBeCloseTo(4.303 / Math.sqrt(3), 12);
  expect(pairedDifference([1], [2]).half).toBeNaN();
});

test('every arm is held against the first, seed by seed', () => {
  expect(armsReport([{ name: 'kan', runs: [run(0, 1), run(1, 2), run(2, 3)] }, { name: 'mlp', runs: [run(0, 2), run(1, 4), run(2, 2)] }], 2.5)).toEqual([
    'test RMSE over 3 seeds',
    'arm  median  worst  below 2.5      less kan  better, worse  seconds  parameters',
    'kan       2      3     2 of 3                                   2.0          12',
    'mlp       2      4     2 of 3  0.667 ± 3.79           1, 2      2.0          12',
  ]);
});

test('edges are counted where some were pruned', () => {
  const lines = armsReport([{ name: 'a', runs: [run(0, 1, 3, 12), run(1, 1, 5, 10), run(2, 1, 3, 12)] }], null);
  expect(lines.slice(1)).toEqual(['arm  median  worst  less a  better, worse  seconds  parameters      edges left', '  a       1      1                             2.0          12  3 in 2, 5 in 1']);
});

test('a failed run is infinitely wrong, left out of the pairs, and named', () => {
  const lines = armsReport([{ name: 'a', runs: [run(0, 1), run(1, 2)] }, { name: 'b', runs: [run(0, 2), run(1, Infinity)] }], null);
  expect(lines.at(-1)).toBe('b, seed 1: it diverged');
  expect(lines[3]).toMatch(/0, 1/);
  expect(lines[3]).not.toContain('±');
});
