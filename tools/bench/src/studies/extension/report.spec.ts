import { expect, test } from '@jest/globals';
import type { Extension } from './climb-of-run.js';
import { changeReport, type Climb, riseReport } from './report.js';

const extension = (more: Partial<Extension> = {}): Extension => ({ from: '3', to: '5', before: 1e-4, extended: 1.21e-4, stepped: 2.5e-5, functionChange: 0, ...more });
const climb = (seed: number, more: Partial<Extension> = {}): Climb => ({ seed, extensions: [extension(more)] });

test('losses are mean squares, the report is about their roots', () => {
  expect(riseReport([climb(0)])).toEqual([
    ' level  before  extended  one step  rise, median   worst  below after one step',
    '3 to 5    0.01     0.011   5.00e-3        10.0 %  10.0 %                1 of 1',
    '',
    'rises by at most 40.0 % and is below its old value after one accepted step: 1 of 1 seeds',
  ]);
});

test('what breaks the claim is named with its seed and level', () => {
  const lines = riseReport([climb(0), climb(1, { extended: 2.25e-4 }), climb(2, { stepped: 1e-4 }), climb(3, { stepped: null }), { seed: 4, extensions: null }]);
  expect(lines.slice(-5)).toEqual([
    'rises by at most 40.0 % and is below its old value after one accepted step: 1 of 5 seeds',
    '  seed 1, 3 to 5: rises by 50.0 %',
    '  seed 2, 3 to 5: 0.01 after a step, 0.01 before',
    '  seed 3, 3 to 5: no step was accepted',
    '  seed 4: its run failed',
  ]);
});

test('changes of the function are held against rounding', () => {
  expect(changeReport([climb(0, { functionChange: 1e-12 }), climb(1, { functionChange: 3e-12 })])).toEqual([
    ' level  change, median     worst',
    '3 to 5        2.00e-12  3.00e-12',
    '',
    'changes by at most 1e-12 of the spread: 1 of 2 seeds',
    '  seed 1, 3 to 5: 3.00e-12',
  ]);
  expect(changeReport([{ seed: 0, extensions: null }])).toEqual(['no seed finished']);
});
