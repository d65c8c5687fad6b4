import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constantError } from './constant-error.js';
import { type Ended, runKnotwork } from './knotwork-command.js';
import { type TableExperiment, writeTableExperiment } from './table-experiment.js';

/** What a run on a table came to. */
export interface TableRun {
  /** On the test rows: RMSE as a share of that of the training rows' mean, or accuracy; the worst there is (infinite, 0) of a run that failed. */
  readonly value: number;
  /** Of the whole process, from its start to its end. */
  readonly seconds: number;
  /** What the run remarked on. */
  readonly notes: readonly string[];
  /** Why it failed; null where it did not. */
  readonly failure: string | null;
}

/** Runs the experiment as a user would, in a folder and a process of its own. @param beside sees the folder while its files are there */
export async function runTable<T>(
  experiment: TableExperiment, overrides: readonly string[], beside: (folder: string) => Promise<T>,
): Promise<{ readonly run: TableRun; readonly beside: T }> {
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
  try {
    const file = writeTableExperiment(folder, experiment);
    const start = performance.now();
    const ended = await runKnotwork(['run', file, ...overrides, '--out', join(folder, 'run'), '--json']);
    const run = tableRun(experiment, ended, (performance.now() - start) / 1000);
    return { run, beside: await beside(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads what the command said: notes from its standard error, metrics from the last line of its standard output. */
export function tableRun(experiment: TableExperiment, { status, stdout, stderr }: Ended, seconds: number): TableRun {
  const lines = stderr.split('\n');
  const notes = lines.filter((line) => line.startsWith('note: ')).map((line) => line.slice('note: '.length));
  const isRegression = experiment.task === 'regression';
  const failed = (failure: string): TableRun => ({ value: isRegression ? Infinity : 0, seconds, notes, failure });
  if (status !== 0) return failed(lines.find((line) => line.startsWith('knotwork: '))?.slice('knotwork: '.length) ?? `the command ended with status ${status}`);
  const { test } = (JSON.parse(stdout.trim().split('\n').at(-1)!) as { metrics: { test: { rmse?: number | null; accuracy?: number | null } | null } }).metrics;
  const value = isRegression ? test?.rmse : test?.accuracy;
  if (typeof value !== 'number') return failed(`the result has no finite ${isRegression ? 'RMSE' : 'accuracy'} of test rows`);
  return { value: isRegression ? value / constantError(experiment, experiment.target) : value, seconds, notes, failure: null };
}
