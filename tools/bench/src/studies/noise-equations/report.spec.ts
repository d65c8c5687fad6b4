import { expect, test } from '@jest/globals';
import { type NoiseRun, noiseReport, saysNothingThere } from './report.js';

const NOTHING = 'No equation was found: nothing that was looked for says more of the target than a constant does.';
const run = (change: Partial<NoiseRun>): NoiseRun => ({ rows: 100, columns: 3, seed: 1, text: null, reason: NOTHING, seconds: 1, failure: null, ...change });

test('only the sentence that nothing is there counts, not that curves were no functions', () => {
  expect([run({}), run({ text: 'x1' }), run({ reason: 'No equation was found: 1 of the 2 curves that the network needs is none of the functions that are known.' }), run({ reason: null, failure: 'stopped' })].map(saysNothingThere)).toEqual([true, false, false, false]);
});

test('a row for every size of table, and everything that is not the sentence', () => {
  const lines = noiseReport([run({}), run({ seed: 2, text: '0.3 * x2', reason: null }), run({ rows: 30, columns: 1, reason: 'curves are left' }), run({ rows: 30, columns: 1, seed: 2, reason: null, failure: 'stopped' })]);
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['rows', 'columns', 'the sentence', 'an equation', 'another sentence', 'failed'], ['100', '3', '1 of 2', '1', '0', '0'], ['30', '1', '0 of 2', '0', '1', '1'], [''],
    ['100 rows, 3 columns, seed 2: y = 0.3 * x2'], ['30 rows, 1 columns, seed 1: curves are left'], ['30 rows, 1 columns, seed 2: stopped'],
  ]);
});
