import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { type SessionEnded, session } from '../fixtures/knotwork.js';
import { workplace } from '../fixtures/workplace.js';

const rows = Array.from({ length: 60 }, (_, n) => [n / 30, Math.cos(n), 2 * (n / 30) + Math.cos(n), n % 2 === 0 ? 'left' : 'right'] as (number | string)[]);
const csv = (list: readonly (readonly (number | string)[])[]): string => ['a,b,y,side', ...list.map((row) => row.join(','))].join('\n');
const file = (missing: string, target = 'y', more = ''): string => `knotwork: 1
name: gaps
dataset: { kind: table, path: rows.csv, target: ${target}, inputs: [a, b], missing: ${missing}, split: { validation: 0.2, test: 0 }${more} }
network: { widths: [2, ${target === 'side' ? 2 : 1}], basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, steps: 5 }]
`;
const gappy = [[0.5, 0.25, 1.25, 'left'], ['', 0.25, 1, 'left'], [1, 'NA', 2, 'left'], [1, 0.5, '', 'right'], [1.5, -0.5, 2.5, 'right']];
const { folder, remove } = workplace({
  'drop.yaml': file('drop'), 'refuse.yaml': file('refuse'), 'mean.yaml': file('mean'), 'side.yaml': file('drop', 'side', ', task: classification'),
  'rows.csv': csv(rows.map((row, n) => (n === 7 ? ['', ...row.slice(1)] : row))), 'whole.csv': csv(rows), 'gappy.csv': csv(gappy), 'complete.csv': csv([gappy[0]!, gappy[4]!]),
  'empty.csv': csv([['', 1, 2, 'left'], [2, '', 3, 'left']]),
});
afterAll(remove);
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, { cwd: folder });

beforeAll(async () => {
  const ended = await run(['run', 'drop.yaml', '--out', 'drop'], ['run', 'refuse.yaml', 'dataset.path=whole.csv', '--out', 'refuse'], ['run', 'mean.yaml', 'network.widths=[3,1]', '--out', 'mean'], ['run', 'side.yaml', '--out', 'side']);
  expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual(ended.map(() => [0, '']));
  expect(ended[0]!.stdout).toContain('1 of 60 rows of rows.csv are left out because a value is missing');
}, 60_000);

test('rows with gaps are measured as the run took them: those that it would have left out are left out', async () => {
  const [gaps, whole, mean] = await run(['evaluate', 'drop', 'gappy.csv', '--json'], ['evaluate', 'drop', 'complete.csv', '--json'], ['evaluate', 'mean', 'gappy.csv', '--json']);
  const answer = JSON.parse(gaps!.stdout) as { rows: number; metrics: object; notes: string[] };
  expect(answer).toMatchObject({ rows: 2, metrics: (JSON.parse(whole!.stdout) as { metrics: object }).metrics });
  expect(answer.notes).toContain('3 of 5 rows of gappy.csv are left out because a value is missing');
  // Means fill inputs, and no target.
  expect([mean!.status, mean!.stderr]).toEqual([2, expect.stringContaining('line 5 of gappy.csv')]);
}, 60_000);

test('predictions of rows with gaps are NaN, and those of others stand in their lines', async () => {
  const [gaps, whole, classes, derived] = await run(
    ['predict', 'drop', 'gappy.csv'], ['predict', 'drop', 'complete.csv', '--json'], ['predict', 'side', 'gappy.csv', '--json'], ['predict', 'drop', 'gappy.csv', '--interval', '0.5', '--derivatives', 'a', '--out', 'told.json'],
  );
  const { y } = JSON.parse(whole!.stdout) as { y: number[] };
  const lines = gaps!.stdout.trimEnd().split('\n').slice(1).map((line) => line.split(','));
  expect(lines.map(([cell, outside]) => [Number(cell), outside])).toEqual([[y[0], ''], [NaN, ''], [NaN, ''], [expect.any(Number), ''], [y[1], '']]);
  expect(lines[1]![0]).toBe('NaN');
  // The target is not asked for: only inputs have gaps.
  expect(gaps!.stderr).toBe('note: 2 of 5 rows of gappy.csv get NaN because a value is missing\n');
  const columns = JSON.parse(classes!.stdout) as Record<string, (string | number | null)[]>;
  expect([columns['side']!.slice(1, 3), columns['probability left']!.slice(1, 3)]).toEqual([['', ''], [null, null]]);
  expect(derived!.stdout).toBe('5 predictions in told.json\n');
  const all = JSON.parse(readFileSync(join(folder, 'told.json'), 'utf8')) as Record<string, (number | null)[]>;
  expect(Object.values(all).map((cells) => cells.length)).toEqual(Object.keys(all).map(() => 5));
  for (const name of ['y lower', 'y upper', 'y_a']) expect(all[name]!.map((v) => typeof v)).toEqual(['number', 'object', 'object', 'number', 'number']);
}, 60_000);

test('where nobody said that rows may be left out, gaps are refused; and where nothing is left, that is said', async () => {
  const ended = await run(['evaluate', 'refuse', 'gappy.csv'], ['predict', 'refuse', 'gappy.csv'], ['evaluate', 'drop', 'empty.csv'], ['predict', 'drop', 'empty.csv']);
  expect(ended.map(({ status, stdout }) => [status, stdout])).toEqual(ended.map(() => [2, '']));
  expect(ended.map(({ stderr }) => stderr)).toEqual([
    expect.stringContaining('gappy.csv'), expect.stringContaining('gappy.csv'),
    'knotwork: empty.csv has no row to measure on: all of its 2 rows miss a value, and the run left such rows out. Fill in what is missing.\n',
    'knotwork: empty.csv has no row to predict: all of its 2 rows miss a value, and the run left such rows out. Fill in what is missing.\n',
  ]);
}, 60_000);
