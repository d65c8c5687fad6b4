import { expect, test } from '@jest/globals';
import { type ShapeMeasurement, shapesReport } from './report.js';

const measured = (shape: string, parts: Record<string, number> | null): ShapeMeasurement => ({
  shape, basis: 'b-spline', precision: 'float64',
  result: { coefficients: 8, parameters: 150, step: 0.2, forward: 0.1, operations: 1e6, parts: parts === null ? null : { kernels: parts, step: 0.4 } },
});
const refused: ShapeMeasurement = { shape: 'B', basis: 'b-spline', precision: 'float32', result: { refusal: 'No float32. Use float64.' } };

test('speed is operations over time, and held against the higher of two peaks', () => {
  expect(shapesReport([measured('A', null)], { float64: [19, 20] })).toEqual([
    'shape     basis    dtype  coefficients  parameters  step ms  forward ms  GFLOP/s  % of peak',
    '    A  b-spline  float64             8         150      0.2         0.1        5       25.0',
    '',
    'peak of one thread, float64: 19 GFLOP/s before, 20 after',
  ]);
});

test('parts have a line per kernel, the largest first, and what no kernel accounts for is the rest', () => {
  const lines = shapesReport([measured('A', { forward: 0.1, update: 0.2 }), measured('B', { forward: 0.3, solve: 0.1 }), measured('C', null)], { float64: [20, 20] });
  expect(lines.slice(lines.indexOf('percent of a step') + 1)).toEqual([
    ' kernel  A/f64  B/f64',
    'forward   25.0   75.0',
    ' update   50.0      -',
    '  solve      -   25.0',
    '   rest   25.0    0.0',
  ]);
});

test('parts of several bases say whose they are', () => {
  const lines = shapesReport([measured('A', { forward: 0.1 }), { ...measured('A', { forward: 0.2 }), basis: 'hat' }], { float64: [20, 20] });
  expect(lines[lines.indexOf('percent of a step') + 1]).toBe(' kernel  A/b-spline/f64  A/hat/f64');
});

test('what is refused has dashes, and its reason once', () => {
  const lines = shapesReport([refused, { ...refused, shape: 'A' }], {});
  expect(lines[1]).toMatch(/float32 +(- +){5}-$/);
  expect(lines.slice(4)).toEqual(['- b-spline, float32: No float32. Use float64.']);
});
