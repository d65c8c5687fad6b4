import { expect, test } from '@jest/globals';
import { CASES } from './cases.js';
import { type FewRowRun, fewRowReport } from './report.js';

const run = (name: string, seed: number, text: string | null, verdict: Partial<FewRowRun['verdict']>, seconds = 2): FewRowRun => ({
  name, seed, of: CASES[name]!, text, reason: text === null ? 'No equation was found' : null, seconds, failure: null, said: '',
  verdict: { isRight: false, ofSpread: null, ofNoise: null, constants: null, isNamed: null, accused: 0, cautions: [], ...verdict },
});

test('groups and cases say how many are right, wrong without a word, named and accused wrongly, and what is odd is told', () => {
  const lines = fewRowReport([
    run('line', 1, '0.73 * x + 2', { isRight: true, ofNoise: 0.25, ofSpread: 0.01, constants: 0.002 }), run('line', 2, 'x', { ofNoise: 1.5, ofSpread: 0.1 }, 4), run('line', 3, 'x', { ofNoise: 4, ofSpread: 0.1, cautions: ['is simpler'] }, 3),
    run('line', 4, null, { accused: 2 }, 9), run('line times ten', 1, 'x', { isNamed: true }), run('line times ten', 2, 'x', { isNamed: false }), run('offset', 1, 'x * z', { isRight: true, ofNoise: 3.5 }),
  ]);
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['group', 'tables', 'right', 'wrong without a word', 'no equation', 'named', 'accused wrongly', 'seconds'], ['laws', '5', '2 of 5', '1', '1', '1', '3.0'], ['slips', '2', '0 of 2', '1', '0', '1 of 2', '0', '2.0'], [''],
    ['case', 'right', 'wrong without a word', 'no equation', 'named', 'accused wrongly', 'of noise', 'of spread', 'constants', 'seconds'], ['line', '1 of 4', '1', '1', '1', '1.5', '0.1', '2.00e-3', '3.5'], ['line times ten', '0 of 2', '1', '0', '1 of 2', '0', '2.0'], ['offset', '1 of 1', '0', '0', '0', '3.5', '2.0'], [''],
    ['line, seed 2 (not right): x'], ['line, seed 3 (not right, with a caution): x'], ['line, seed 4 (not right, 2 accused wrongly): No equation was found'], ['line times ten, seed 1 (not right): x'], ['line times ten, seed 2 (not right, not named): x'], ['offset, seed 1 (3.5 times the noise off): x * z'],
  ]);
});
