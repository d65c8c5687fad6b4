import { expect, test } from '@jest/globals';
import { type CurveOutcome, curvesReport } from './report.js';

const outcome = (truth: string, first: string, more: Partial<CurveOutcome> = {}): CurveOutcome => ({
  truth, first, noise: 0.01, tie: truth === first ? 0 : -1, ties: 1, isKept: false, isReached: true, time: 0.1, ...more,
});

test('shares are of curves, and what is wrong is told by name', () => {
  expect(curvesReport([
    outcome('sine', 'sine'), outcome('sine', 'sine', { ties: 3, time: 0.3 }), outcome('arcsin', 'linear', { isKept: true }), outcome('arcsin', 'tangent', { tie: 1, ties: 2, isReached: false, time: 0.2 }),
    outcome('sine', 'sine', { noise: 0 }), outcome('arcsin', 'arcsin', { noise: 0 }),
  ])).toEqual([
    'error  curves    right  in ties  ties  mean  too simple    kept  reached     ms',
    ' 0.01       4   50.0 %   75.0 %     1  1.75      25.0 %  25.0 %   75.0 %  0.100',
    '    0       2  100.0 %  100.0 %     1  1.00       0.0 %   0.0 %  100.0 %  0.100',
    '',
    'not always right   0.01        0            taken for',
    '          arcsin  0.0 %  100.0 %  linear 1, tangent 1',
  ]);
});

test('where all are right there is one table', () => {
  expect(curvesReport([outcome('sine', 'sine')]).length).toBe(2);
});
