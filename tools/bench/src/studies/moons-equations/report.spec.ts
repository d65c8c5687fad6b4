import { expect, test } from '@jest/globals';
import { type MoonsRun, moonsReport } from './report.js';

const run = (seed: number, network: number | null, equation: number | null, failure: string | null = null): MoonsRun => ({ seed, network, equation, text: equation === null ? null : 'x1', complexity: 5, seconds: 2, failure });

test('equations are counted that lie within 0.005 of their network, and medians are of runs that have both', () => {
  const lines = moonsReport([run(1, 1, 1), run(2, 1, 0.99), run(3, 0.98, 0.996), run(4, 1, null, 'curves are left')]);
  expect(lines.map((line) => line.trim().split(/ {2,}/).join('|'))).toEqual([
    'seed|network|equation|parts|seconds', '1|1.0000|1.0000|5|2.0', '2|1.0000|0.9900|5|2.0', '3|0.9800|0.9960|5|2.0', '4|1.0000|-|5|2.0', '',
    'accuracy of equations: median 0.996, worst 0.99; of networks: median 1, worst 0.98', 'equations: 3 of 4; no more than 0.005 below their network: 2', '',
    'seed 1: x1', 'seed 2: x1', 'seed 3: x1', 'seed 4: curves are left',
  ]);
});
