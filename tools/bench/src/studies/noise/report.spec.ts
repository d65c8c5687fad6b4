import { expect, test } from '@jest/globals';
import { effectsReport, noiseReport, nullReport } from './report.js';

test('errors on noise alone have a geometric mean, and failures are named', () => {
  const run = (value: number, failure: string | null = null): Parameters<typeof nullReport>[0][number] => ({ value, seconds: 1, notes: [], failure });
  expect(nullReport([run(1), run(4)])).toEqual(['geometric mean 2, median 2.5, worst 4; 1 of 2 above 1.05']);
  expect(nullReport([run(1), run(Infinity, 'it diverged')])).toEqual(['geometric mean failed, median failed, worst failed; 1 of 2 above 1.05', 'run 1 failed: it diverged']);
});

test('estimates are held against the truth, seed by seed', () => {
  const estimates = [[1, 1.04], [2, 1.8], [1, 1.2], [4, 4]].map(([truth, estimate]) => ({ truth: truth!, estimate }));
  expect(noiseReport([['hello', estimates]])).toEqual([
    'problem  truth  estimate over truth  least  most  within 5 %  within 10 %',
    '  hello    1.5                 1.02    0.9   1.2      2 of 4       3 of 4',
  ]);
});

test('runs that say nothing are dashes, and some that do are counted among all', () => {
  expect(noiseReport([['hello', [{ truth: 2, estimate: undefined }]]])[1]).toBe('  hello      2                    -      -     -           -            -');
  expect(noiseReport([['hello', [{ truth: 2, estimate: undefined }, { truth: 2, estimate: 2 }]]])[1]).toContain('1 of 2       1 of 2');
});

const names = ['x1', 'x2'];
const edges = (first: number, second: number): { layer: number; from: number; to: number; edf: number }[] =>
  [{ layer: 0, from: 0, to: 0, edf: first }, { layer: 0, from: 0, to: 1, edf: 1 }, { layer: 0, from: 1, to: 0, edf: second }, { layer: 1, from: 1, to: 0, edf: 50 }];

test('inputs have the median of their effects and the sum of what their own edges use', () => {
  const runs = [{ effects: [0.9, 0.001], edges: edges(2, 0.1) }, { effects: [0.7, 0.006], edges: edges(4, 0.3) }, { effects: [0.8, 0.004], edges: edges(3, 0.2) }];
  expect(effectsReport(runs, { names, useful: 1 })).toEqual([
    'input           effect    least     most  degrees of freedom  most',
    '   x1  useful      0.8      0.7      0.9                   4     5',
    '   x2    idle  4.00e-3  1.00e-3  6.00e-3                 0.2   0.3',
    '',
    'useful inputs above 0.05 and idle ones below 0.005: 2 of 3',
  ]);
});

test('a weak useful input is not told from an idle one', () => {
  expect(effectsReport([{ effects: [0.04, 0.001] }], { names, useful: 1 }).at(-1)).toBe('useful inputs above 0.05 and idle ones below 0.005: 0 of 1');
});

test('runs that report nothing have dashes', () => {
  expect(effectsReport([{}, { effects: null, edges: null }], { names, useful: 1 }).at(-1)).toBe('useful inputs above 0.05 and idle ones below 0.005: -');
  expect(effectsReport([{}], { names, useful: 1 })[1]).toMatch(/^ +x1 +useful( +-){5}$/);
});
