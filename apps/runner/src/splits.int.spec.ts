import { afterAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { session } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';

const rows = (from: number, to: number): string => Array.from({ length: to - from }, (_, k) => `${from + k},${(from + k) % 7},${(from + k) ** 2}\n`).join('');
const { folder, remove } = workplace({
  'table.csv': `a,b,y\n${rows(0, 40)}`, 'later.csv': `a,b,y\n${rows(40, 50)}`,
  'table.yaml': `knotwork: 1
name: table
dataset: { kind: csv, path: table.csv, target: y }
network: { widths: [2, 1] }
stages: [{ kind: fit, starts: { count: 1 }, steps: 2 }]
`,
});
afterAll(remove);
interface Result { readonly metrics: Readonly<Record<string, object | null>> }
const resultOf = (run: string): Result => JSON.parse(readFileSync(join(folder, run, 'result.json'), 'utf8')) as Result;

test('parts without rows are dashes in the terminal and null in the result, folds and files are a word on the command line', async () => {
  const run = (out: string, ...overrides: string[]): string[] => ['run', 'table.yaml', ...overrides, '--out', out];
  const [all, fold, file, tooMany] = await session([
    run('all', 'dataset.split={ validation: 0, test: 0 }'), run('fold', 'dataset.split.fold=2'), run('file', 'dataset.split={ test: { path: later.csv }, validation: 0 }'),
    run('none', 'dataset.split.fold=6'),
  ], { cwd: folder });
  expect([all, fold, file, tooMany].map((ended) => ended!.status)).toEqual([0, 0, 0, 2]);
  expect(all!.stdout).toMatch(/; RMSE train [^-,]+, validation - \(/);
  expect(all!.stdout).toMatch(/\nRMSE: train [^-,]+, validation -, test -\n/);
  expect(resultOf('all').metrics).toMatchObject({ train: expect.any(Object), validation: null, test: null });
  expect(resultOf('fold').metrics).toMatchObject({ validation: expect.any(Object), test: expect.any(Object) });
  expect(resultOf('file').metrics).toMatchObject({ validation: null, test: expect.any(Object) });
  expect(tooMany!.stderr).toContain('dataset.split (from the override "dataset.split.fold=6"): "fold" must be at most the number of folds, "of", which is 5 when left out; got');
});

test('the file that has the test rows is part of what a run is', () => {
  const { data } = JSON.parse(readFileSync(join(folder, 'file', 'run.json'), 'utf8')) as { data: Readonly<Record<string, string>> };
  expect(Object.keys(data).sort()).toEqual(['later.csv', 'table.csv']);
});
