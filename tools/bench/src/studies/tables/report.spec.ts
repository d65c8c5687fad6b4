import { expect, test } from '@jest/globals';
import type { FoldResult } from './fold-result.js';
import { tablesReport } from './report.js';

const fold = (table: string, k: number, value: number, more: Partial<FoldResult> = {}): FoldResult =>
  ({ table, role: 'tuning', task: 'regression', rep: 0, fold: k, value, seconds: k + 1, notes: [], failure: null, peers: { ridge: { value: 2 * value, seconds: 1 } }, ...more });

test('medians per table, geometric means over tables, and folds that are worse than a constant', () => {
  expect(tablesReport([fold('a', 0, 0.1), fold('a', 1, 0.3), fold('b', 0, 0.7), fold('b', 1, 0.9)], [])).toEqual([
    "RMSE on test rows as a share of that of the training rows' mean, medians of folds", '',
    'table     set  knotwork  ridge  worst fold  seconds',
    '    a  tuning       0.2    0.4         0.3      1.5',
    '    b  tuning       0.8    1.6         0.9      1.5',
    '',
    '                              set  knotwork   ridge',
    'geometric mean of medians  tuning       0.4     0.8',
    'folds worse than the mean  tuning    0 of 4  2 of 4',
    ' worse than 1.02 times it  tuning    0 of 4  2 of 4',
    '',
  ]);
});

test('sets are apart, and a fold just above the mean is worse than it and not by much', () => {
  const lines = tablesReport([fold('a', 0, 1.01), fold('b', 0, 0.5, { role: 'fresh' })], []);
  expect(lines).toContain('folds worse than the mean  tuning    1 of 1  1 of 1');
  expect(lines).toContain(' worse than 1.02 times it  tuning    0 of 1  1 of 1');
  expect(lines).toContain('geometric mean of medians   fresh       0.5       1');
});

test('a run that found nothing but the mean is not worse than it', () => {
  expect(tablesReport([fold('a', 0, 1)], [])).toContain('folds worse than the mean  tuning    0 of 1  1 of 1');
});

test('earlier results are matched fold by fold, and what is missing is a dash', () => {
  const lines = tablesReport([fold('a', 1, 0.2), fold('b', 0, 0.5, { peers: {} })], [fold('a', 0, 9), fold('a', 1, 0.4)]);
  expect(lines.slice(2, 5)).toEqual([
    'table     set  knotwork  before  ridge  worst fold  seconds',
    '    a  tuning       0.2     0.4    0.4         0.2      2.0',
    '    b  tuning       0.5       -      -         0.5      1.0',
  ]);
  expect(lines).toContain('geometric mean of medians  tuning     0.316       -       -');
  expect(lines).toContain('folds worse than the mean  tuning    0 of 2  0 of 1  0 of 1');
});

test('accuracies have the least as their worst, and models of their own', () => {
  const lines = tablesReport([fold('a', 0, 0.5), fold('c', 0, 0.8, { task: 'classification', peers: { svc: { value: 0.9, seconds: 1 } } }), fold('c', 1, 1, { task: 'classification', peers: {} })], []);
  expect(lines.slice(-5)).toEqual([
    'accuracy on test rows, medians of folds', '',
    'table     set  knotwork  svc  worst fold  seconds',
    '    c  tuning       0.9  0.9         0.8      1.5',
    '',
  ]);
});

test('a failed run fails its table, and every remark stands once, with where it was made', () => {
  const lines = tablesReport([fold('a', 0, Infinity, { failure: 'it diverged' }), fold('a', 1, 0.5, { notes: ['small'] }), fold('b', 0, 0.5, { notes: ['small', 'wide'] })], []);
  expect(lines).toContain('    a  tuning    failed  failed      failed      1.5');
  expect(lines.slice(-3)).toEqual(['failed: it diverged (a 1)', 'note: small (a 1, b 1)', 'note: wide (b 1)']);
});
