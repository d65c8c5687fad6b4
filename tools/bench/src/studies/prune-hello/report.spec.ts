import { expect, test } from '@jest/globals';
import { type Ended, pruneReport } from './report.js';

const task = { name: 'hello', overrides: [], smallest: { edges: 3, nodes: 4 } };
const run = (edges: number, nodes: number, rmse: number, seconds = 1): Ended => ({ edges, nodes, rmse, seconds, failure: null });

test('a run counts where it has the edges and the nodes of the smallest network, and the others are told by their edges', () => {
  expect(pruneReport([{ task, runs: [run(3, 4, 0.1), run(3, 4, 0.3, 3), run(3, 5, 0.2), run(6, 5, 0.2), run(5, 5, 0.2)] }])).toEqual([
    '       smallest              edges else  test RMSE  worst  seconds  most',
    'hello    2 of 5  3 in 1, 5 in 1, 6 in 1        0.2    0.3      1.0   3.0',
  ]);
});

test('a run that failed is infinitely wrong, and found nothing', () => {
  const [, line] = pruneReport([{ task, runs: [run(3, 4, 0.1), { ...run(3, 4, Infinity), failure: 'it diverged' }] }]);
  expect(line).toMatch(/hello +1 of 2 +failed in 1 +failed +failed/);
});
