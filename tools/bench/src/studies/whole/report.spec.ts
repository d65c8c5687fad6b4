import { expect, test } from '@jest/globals';
import { wholeReport } from './report.js';

test('medians stand beside their ratios to the first side of the same experiment', () => {
  const run = (seconds: number, processor: number, rmse: number) => ({ seconds, processor, rmse });
  expect(wholeReport([
    { experiment: 'rows', name: 'fixed', steps: 1000, runs: [run(4, 2, 0.04), run(5, 3, 0.04), run(9, 2.5, 0.04)] },
    { experiment: 'rows', name: 'moving', steps: 1000, runs: [run(6, 3, 0.02), run(6.5, 3, 0.02), run(1, 1, 0.02)] },
    { experiment: 'hello', name: 'fixed', steps: 100, runs: [run(1, 1, 1e-3), run(1, 1, 1e-3), run(1, 1, 1e-3)] },
  ])).toEqual([
    'experiment    grid  s     x  processor s     x  processor ms a step     RMSE',
    '      rows   fixed  5  1.00          2.5  1.00                  2.5     0.04',
    '      rows  moving  6  1.20            3  1.20                    3     0.02',
    '     hello   fixed  1  1.00            1  1.00                   10  1.00e-3',
    'n = 3 each',
  ]);
});
