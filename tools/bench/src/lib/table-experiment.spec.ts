import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { rowsOfRun } from './rows-of-run.js';
import { experimentText, type TableExperiment, writeTableExperiment } from './table-experiment.js';

const experiment: TableExperiment = {
  name: 'cars_mpg', target: 'y', task: 'regression', hidden: [5],
  train: { header: ['a', 'y', 'b'], rows: [['1', '0', '2'], ['3', '2', '4']] }, test: { header: ['a', 'y', 'b'], rows: [['5', '1', '6']] },
};

test('a file names data, widths and a fit, and nothing else', () => {
  expect(experimentText(experiment)).toBe(`knotwork: 1
name: cars-mpg
dataset:
  kind: csv
  path: train.csv
  target: y
  split: { test: { path: test.csv } }
network: { widths: [2, 5, 1] }
stages: [{ kind: fit }]
`);
});

test('an output for every class of either part, and as many hidden layers as asked for', () => {
  const text = experimentText({ ...experiment, task: 'classification', hidden: [] });
  expect(text).toContain('  task: classification\n');
  expect(text).toContain('widths: [2, 3]');
  expect(experimentText({ ...experiment, hidden: [4, 3] })).toContain('widths: [2, 4, 3, 1]');
});

test('rows stand beside the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-table-'));
  try {
    const file = writeTableExperiment(join(folder, 'new'), experiment);
    expect(readFileSync(file, 'utf8')).toBe(experimentText(experiment));
    expect(readFileSync(join(dirname(file), 'train.csv'), 'utf8')).toBe('a,y,b\n1,0,2\n3,2,4\n');
    expect(readFileSync(join(dirname(file), 'test.csv'), 'utf8')).toBe('a,y,b\n5,1,6\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the command learns from one file and is judged on the other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-table-'));
  try {
    const rows = (count: number, first: number): string[][] => Array.from({ length: count }, (_, k) => [String(first + k), String((first + k) % 3), '1']);
    for (const task of ['regression', 'classification'] as const) {
      const file = writeTableExperiment(join(folder, task), { ...experiment, task, train: { ...experiment.train, rows: rows(30, 0) }, test: { ...experiment.test, rows: rows(9, 100) } });
      const { data } = await rowsOfRun({ file, overrides: [] }, 0);
      expect(data.task).toBe(task);
      expect([...data.test.inputs.values]).toEqual(rows(9, 100).flatMap(([a, , b]) => [Number(a), Number(b)]));
      expect(data.train.targets.count + data.validation.targets.count).toBe(30);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
