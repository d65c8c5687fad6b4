import { expect, test } from '@jest/globals';
import { type Drift, driftReport } from './report.js';

test('seeds are compared one by one, and those that moving grids lose are named', () => {
  const seed = (k: number, moving: number, fixed: number): Drift => ({ seed: k, growth: 2, outsideBefore: 0.25, outsideAfter: 0.1, moving, fixed });
  const lines = driftReport([
    { target: 'f', widths: '2,1,1', optimizer: 'adam', seeds: [seed(0, 0.1, 0.2), seed(1, 0.1, 0.4)] },
    { target: 'f', widths: '2,5,1', optimizer: 'adam', seeds: [seed(0, 0.1, 0.1), seed(1, 0.3, 0.4)] },
  ]);
  expect(lines[1]!.trim().split(/ {2,}/)).toEqual(['f', '2,1,1', 'adam', '2', '25 %', '10 %', '0.1', '0.1', '0.3', '0.4', '3', '2 of 2']);
  expect(lines.slice(-2)).toEqual([
    'f, 2,1,1, adam: at least 90 % of seeds better with moving grids',
    'f, 2,5,1, adam: LESS THAN 90 % of seeds better with moving grids; seed 0 0.1 on, 0.1 off',
  ]);
});
