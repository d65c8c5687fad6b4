import { afterAll, expect, test } from '@jest/globals';
import { cpSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fixture, knotwork, session, workspace } from './fixtures/knotwork.js';
import type { KeptMetrics } from './fixtures/kept-metrics.js';
import { sourceTree, workplace } from './fixtures/workplace.js';

const { folder, remove } = workplace({});
afterAll(remove);
// They are moved away in the end.
cpSync(join(workspace, 'examples'), join(folder, 'examples'), { recursive: true });
// A study is of ordinary tables.
cpSync(join(workspace, 'tools/bench/data/tables'), join(folder, 'tools/bench/data/tables'), { recursive: true });
const place = { cwd: folder, env: sourceTree('committed', folder) };

/** Overrides that shorten what takes more than a few seconds; the recipe stays. */
const shorter: Readonly<Record<string, readonly string[]>> = {
  'hello-kan': ['stages.0.starts.count=3', 'stages.0.steps=20', 'stages.1.levels=[6,12]', 'stages.1.fit.steps=10'],
  choose: ['stages.0.starts.count=2', 'stages.0.starts.steps=3', 'stages.0.steps=3'],
  table: ['stages.0.starts.count=2', 'stages.0.starts.steps=6', 'stages.0.steps=5'],
  'csv-regression': ['stages.0.starts.count=2', 'stages.0.starts.steps=5', 'stages.0.steps=5'],
  staircase: ['stages.0.starts.count=3', 'stages.0.steps=20', 'stages.1.levels=[6,12]', 'stages.1.fit.steps=10'],
  continual: ['network.basis.intervals=40'],
  'grid-schedule-fine-at-once': ['stages.0.starts.count=2', 'stages.0.starts.steps=3', 'stages.0.steps=10', 'network.basis.intervals=12'],
  'grid-schedule-one-jump': ['stages.0.starts.count=2', 'stages.0.starts.steps=5', 'stages.0.steps=10', 'stages.1.levels=[12]', 'stages.1.fit.steps=10'],
  'grid-schedule-doubling': ['stages.0.starts.count=2', 'stages.0.starts.steps=5', 'stages.0.steps=10', 'stages.1.levels=[6,12]', 'stages.1.fit.steps=10'],
  'grid-update': ['stages.0.starts.count=2', 'stages.0.starts.steps=5', 'stages.0.steps=10', 'stages.1.steps=10'],
  'custom-basis': ['stages.0.starts.count=4', 'stages.1.levels=[16,32]'],
};
const examples = readdirSync(join(workspace, 'examples'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml') && !file.startsWith('studies') && !file.startsWith('equations')).sort(); // equations.int.spec.ts has those of differential equations.
const studies = readdirSync(join(workspace, 'examples/studies')).filter((file) => file.endsWith('.yaml')).sort();

test.concurrent.each(studies)('the study %s is sound in all its arms on all its sets, and can show what it asks', async (study) => {
  const { status, stdout, stderr } = await knotwork(['validate', join('examples/studies', study)], place);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/ = \d+ trials, 0 of them done; plan [0-9a-f]{12}\n.*\n.* which reaches 0\.05\.\n(?:size of .*\n)*$/);
}, 60_000);

test.concurrent.each(examples)('%s runs, leaves its files, and is shown the second time', async (example) => {
  const file = join('examples', example);
  const name = /^name: (.*)$/m.exec(readFileSync(join(folder, file), 'utf8'))![1]!;
  const args = ['run', file, ...(shorter[name] ?? [])];

  const first = await knotwork(args, place);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  const [id] = readdirSync(join(folder, 'runs', name)) as [string];
  const run = join('runs', name, id);
  expect(first.stdout).toContain(`run ${id}\n`);
  expect(first.stdout).toContain(`\nResults in ${run}\nDone in `);
  expect(readdirSync(join(folder, run)).sort()).toEqual(['evaluation.npz', 'metrics.jsonl', 'network.json', 'network.safetensors', 'network.svg', 'result.json', 'run.json', 'timing.json']);
  const result = JSON.parse(readFileSync(join(folder, run, 'result.json'), 'utf8')) as { status: string; stages: { kind: string; rungs?: unknown[] }[]; choice?: { simple: unknown[]; networks: unknown[] } };
  expect(result.status).toBe('completed');

  // The staircase is a table: a header, then one line for every rung, with one of them kept. So are models that are compared.
  // What stands below an equation, its front from simple to near, has a table of its own.
  const table = first.stdout.split('\n  from simple to near')[0]!.split('\n').filter((line) => line.startsWith('  '));
  const rungs = result.stages.flatMap((stage) => stage.rungs ?? []);
  const { choice } = result;
  expect(table).toHaveLength((rungs.length === 0 ? 0 : rungs.length + 1) + (choice === undefined ? 0 : 1 + choice.simple.length + choice.networks.length));
  if (rungs.length > 0) expect(table[0]).toMatch(/^ +intervals {2}train RMSE {2}validation RMSE {2}test RMSE {2}parameters {2}change by extension$/);
  expect(table.filter((line) => line.endsWith('  kept'))).toHaveLength(rungs.length === 0 ? 0 : 1);

  const second = await knotwork(args, place);
  expect(second).toMatchObject({ status: 0, stderr: '' });
  expect(second.stdout.split('\n')[0]).toMatch(/^Already done on \d{4}-\d\d-\d\d; --again repeats it\.$/);
  for (const line of table) expect(second.stdout).toContain(line);
  expect(readdirSync(join(folder, 'runs', name))).toEqual([id]);
}, 120_000);

test('their runs are used after data, files and plugins moved away', async () => {
  renameSync(join(folder, 'examples'), join(folder, 'moved'));
  const runs = examples.map((example) => {
    const name = /^name: (.*)$/m.exec(readFileSync(join(folder, 'moved', example), 'utf8'))![1]!;
    return { name, run: join('runs', name, readdirSync(join(folder, 'runs', name))[0]!), plugins: name === 'custom-basis' ? ['./moved/custom-basis/hat-basis.mjs'] : [] };
  });
  const kept = await fixture<KeptMetrics[]>('kept-metrics', [JSON.stringify(runs)], place);
  expect(kept.map(({ run }) => run)).toEqual(runs.map(({ run }) => run));
  for (const { run, rows, metrics, known } of kept) {
    expect([run, rows > 10, Object.keys(metrics)]).toEqual([run, true, Object.keys(known)]);
    for (const [name, value] of Object.entries(metrics)) expect([run, name, Math.abs(value! - known[name]!) <= 1e-12 * Math.max(1, Math.abs(known[name]!))]).toEqual([run, name, true]);
  }
  const ended = await session(runs.flatMap(({ name, run, plugins }) => {
    const where = plugins.flatMap((path) => ['--plugin', path]);
    return [['report', run, ...where], ['export', run, '--to', 'c', '--out', `${name}.c`, ...where], ['show', run, '--quiet', ...where]];
  }), place);
  expect(ended.filter(({ status }) => status !== 0)).toEqual([]);
  const [gone] = await session([['export', runs.find(({ name }) => name === 'custom-basis')!.run, '--to', 'c', '--out', 'gone.c']], place);
  expect([gone!.status, gone!.stderr]).toEqual([2, expect.stringMatching(/hat-basis\.mjs/)]);
}, 120_000);
