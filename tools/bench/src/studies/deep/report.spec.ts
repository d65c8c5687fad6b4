import { expect, test } from '@jest/globals';
import { deepReport, type DeepRun } from './report.js';

const run = (network: string, target: string, seed: number, error: number): DeepRun => ({ network, target, seed, error, seconds: 2, failure: error === Infinity ? 'it diverged' : null });

test('a line has the worst seed of every target and counts the runs below a constant', () => {
  expect(deepReport(['a', 'b'], ['smooth', 'noisy'], [
    run('a', 'smooth', 0, 0.1), run('a', 'smooth', 1, 0.2), run('a', 'noisy', 0, 0.9), run('a', 'noisy', 1, 0.8),
    run('b', 'smooth', 0, 1), run('b', 'smooth', 1, 0.5), run('b', 'noisy', 0, Infinity), run('b', 'noisy', 1, 1.5),
  ])).toEqual([
    'network  smooth   noisy  below a constant  seconds',
    '      a     0.2     0.9            4 of 4        2',
    '      b       1  failed            1 of 4        2',
    'b, noisy, seed 0: it diverged',
  ]);
});
