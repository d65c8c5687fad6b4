import { expect, test } from '@jest/globals';
import { representationReport } from './report.js';

test('a basis has one line, with a cell for each number of parameters it was fitted with', () => {
  const errors = { isTrained: false, max: 0.0123, rms: 1e-14 };
  expect(representationReport('exp(x)', [6, 12], [
    { basis: 'b-spline', wanted: 6, parameters: 6, ...errors }, { basis: 'b-spline', wanted: 12, parameters: 13, ...errors },
    { basis: 'wavelet', wanted: 12, parameters: 12, ...errors, isTrained: true },
  ])).toEqual([
    '| exp(x) | about 6 | about 12 |',
    '|---|---|---|',
    '| b-spline | 1.2e-2 / 1.0e-14 (6) | 1.2e-2 / 1.0e-14 (13) |',
    '| wavelet * |  | 1.2e-2 / 1.0e-14 (12) |',
  ]);
});
