import { expect, test } from '@jest/globals';
import type { Covered } from './covered.js';
import { coverageReport } from './report.js';
import type { SetCoverage } from './set-coverage.js';

const of = (within: number, all = 10): Covered => ({ within, of: all });
const set = (band: Covered, observations: Covered, edges: Covered | null, more: Partial<SetCoverage> = {}): SetCoverage =>
  ({ seed: 1, band, observations, edges, error: 0.2, noise: 1, edf: 10, ...more });

test('shares are over all rows of all sets, with the least of any set beside them, and dashes where there are no edges', () => {
  const additive = [set(of(9), of(8), of(10)), set(of(15, 30), of(10), of(7), { error: 0.4, noise: 1.1, edf: 12 })];
  expect(coverageReport([['additive', additive], ['hello', [set(of(10), of(9), null)]]])).toEqual([
    '          sets  95 % band  worst set  90 % interval  worst set  95 % edge band  worst set  error / noise  found / true noise  degrees of freedom',
    'additive     2      0.600      0.500          0.900      0.800           0.850      0.700            0.3                1.05                  11',
    '   hello     1      1.000      1.000          0.900      0.900               -          -            0.2                   1                  10',
  ]);
});

test('a simulation whose sets all failed is dashes', () => {
  expect(coverageReport([['hello', []]])[1]).toMatch(/^hello +0( +-){9}$/);
});
