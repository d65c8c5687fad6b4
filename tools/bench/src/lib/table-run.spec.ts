import { expect, test } from '@jest/globals';
import type { TableExperiment } from './table-experiment.js';
import { tableRun } from './table-run.js';

const rows = (...targets: number[]): TableExperiment['train'] => ({ header: ['x', 'y'], rows: targets.map((y) => ['0', String(y)]) });
/** The training mean is 2 and misses the test rows by 4. */
const regression: TableExperiment = { name: 't', target: 'y', task: 'regression', hidden: [5], train: rows(1, 3), test: rows(-2, 6) };
const ended = (metrics: unknown, stderr = ''): { status: number; stdout: string; stderr: string } => ({ status: 0, stdout: `${JSON.stringify({ metrics })}\n`, stderr });

test('an error is a share of that of the training mean, an accuracy is as it is', () => {
  expect(tableRun(regression, ended({ test: { rmse: 1 } }), 3)).toEqual({ value: 0.25, seconds: 3, notes: [], failure: null });
  expect(tableRun({ ...regression, task: 'classification' }, ended({ test: { accuracy: 0.9 } }), 3).value).toBe(0.9);
});

test('notes are what standard error remarks on', () => {
  const { notes } = tableRun(regression, ended({ test: { rmse: 1 } }, 'note: worse than a line\nstage 1/1 fit: converged\nnote: 3 rows outside\n'), 3);
  expect(notes).toEqual(['worse than a line', '3 rows outside']);
});

test('what failed is as wrong as can be and says why', () => {
  expect(tableRun(regression, { status: 2, stdout: '', stderr: 'note: n\nknotwork: network.widths must start with 4.\n' }, 3)).toEqual({ value: Infinity, seconds: 3, notes: ['n'], failure: 'network.widths must start with 4.' });
  expect(tableRun({ ...regression, task: 'classification' }, { status: 70, stdout: '', stderr: '' }, 3)).toMatchObject({ value: 0, failure: 'the command ended with status 70' });
  for (const metrics of [{ test: { rmse: null } }, { test: {} }, { test: null }]) {
    expect(tableRun(regression, ended(metrics), 3)).toMatchObject({ value: Infinity, failure: 'the result has no finite RMSE of test rows' });
  }
});
