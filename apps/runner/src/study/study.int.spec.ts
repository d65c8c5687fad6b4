import { afterAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endOf, knotwork, session, start, workspace } from '../fixtures/knotwork.js';
import { tiny, workplace } from '../fixtures/workplace.js';

const study = `study: 1
name: tiny-study
base: tiny.yaml
factors:
  network.basis: [{ kind: b-spline, intervals: 3 }, { kind: b-spline, intervals: 9 }]
seeds: 1..7
metric: rmse
`;
const more = study.replace('1..7', '1..9').replace('intervals: 9 }]', 'intervals: 9 }, chebyshev]');
const ROWS = `x,y\n${Array.from({ length: 40 }, (_, k) => `${k / 40},${(k / 40) ** 2}`).join('\n')}\n`;
const { folder, remove } = workplace({
  'tiny.yaml': tiny, 'study.yaml': study, 'more.yaml': more, 'fewer.yaml': study.replace('1..7', '1..6'),
  'in-other-words.yaml': more.replace(/network\.basis: \[(.*\}), (.*\}), (.*)\]/, 'functions: { wide: { network.basis: $1 }, narrow: { network.basis: $2 }, polynomials: { network.basis: $3 } }').replace('1..9', '[9, 8, 7, 6, 5, 4, 3, 2, 1]'),
  // Steps that lead away from anything: every trial of this arm diverges.
  'diverging.yaml': study.replace(/network\.basis: .*/, 'optimizer: { usual: {}, wild: { stages.0.optimizer: { kind: sgd, rate: 1.0e+300 }, stages.0.stop: none, stages.0.steps: 20 } }'),
  'classes.yaml': study.replace('rmse', 'accuracy'), 'no-rows.yaml': study.replace('base:', 'sets: { bare: { dataset.samples: { train: 30, validation: 20, test: 0 } } }\nbase:'),
  'long.yaml': study.replace('base: tiny.yaml', `base:\n  ${tiny.replace('steps: 3', 'steps: 1000000000, stop: none, grid: fixed, optimizer: adam').trimEnd().replaceAll('\n', '\n  ')}`),
  // A tenth of a second each, so that between two of them there is time to kill.
  'slow.yaml': study.replace('base: tiny.yaml', `base:\n  ${tiny.replace('steps: 3', 'steps: 5000, stop: none, grid: fixed, optimizer: adam').trimEnd().replaceAll('\n', '\n  ')}`),
  'halved.yaml': `${study.replace('intervals: 9 }]', 'intervals: 9 }, chebyshev, fourier, gaussian-rbf]')}halving: { rounds: [{ seeds: 101..102, overrides: { stages.0.steps: 2 } }, 103..104] }\n`,
  'notes/mine.txt': 'mine', 'rows.csv': ROWS,
  'of-rows.yaml': study.replace('1..7', '1..3').replace('base: tiny.yaml', `base:\n  ${tiny.replace(/dataset: .*/, 'dataset: { kind: table, path: rows.csv, target: y }').trimEnd().replaceAll('\n', '\n  ')}`),
  'many-folds.yaml': study.replace('metric', 'folds: 30\nmetric').replace('1..7', '1..3').replace('base: tiny.yaml', `base:\n  ${tiny.replace(/dataset: .*/, 'dataset: { kind: table, path: rows.csv, target: y }').trimEnd().replaceAll('\n', '\n  ')}`),
  'no-base.yaml': study.replace('tiny.yaml', 'nope.yaml'),
  // Notes how many threads a process of which command may have.
  'noting.mjs': `${readFileSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), 'utf8')}
import { appendFileSync } from 'node:fs';
appendFileSync(new URL('threads.txt', import.meta.url), process.argv[2] + ' ' + (process.env.KNOTWORK_THREADS || 'all') + ';');
`,
  'noting.yaml': study.replace('1..7', '1..2').replace('base: tiny.yaml', `base:\n  plugins: [./noting.mjs]\n  ${tiny.trimEnd().replaceAll('\n', '\n  ')}`),
});
afterAll(remove);

const at = (...parts: string[]): string => join(folder, ...parts);
const trialsOf = (out: string): string[] => readdirSync(at(out, 'trials')).sort();
const doneOf = (out: string): string[] => (existsSync(at(out, 'trials')) ? trialsOf(out).filter((id) => existsSync(at(out, 'trials', id, 'result.json'))) : []);
/** What a study is remembered by: results, verdict and tables. */
const bytesOf = (out: string): Record<string, string> => Object.fromEntries([
  ...trialsOf(out).map((id) => join('trials', id, 'result.json')), 'verdict.json', ...['txt', 'md', 'csv', 'tex'].map((ending) => `tables.${ending}`),
].map((name) => [name, readFileSync(at(out, name), 'utf8')]));
/** Workers of a study: it also asks git, and a git that is killed is another story. */
const workersOf = (pid: number): number[] => {
  try { return execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' }).split('\n').filter((line) => / work /.test(line)).map((line) => Number.parseInt(line)); } catch { return []; }
};
const isAlive = (pid: number): boolean => { try { process.kill(pid, 0); return true; } catch { return false; } };
const verdictOf = (out: string) => JSON.parse(readFileSync(at(out, 'verdict.json'), 'utf8')) as { look: number; failed: number; sets: { comparisons: { wins: number; pairs: number; failures: { a: { failed: number } } }[] }[] };

test('a study says what it will do, runs every trial as a run, and ends with its verdict', async () => {
  const { status, stdout, stderr } = await knotwork(['study', 'study.yaml', '--out', 'plain'], { cwd: folder });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^tiny-study: 2 arms x 7 seeds = 14 trials, 0 of them done; plan [0-9a-f]{12}\njudged by rmse on test rows; 1 comparison, baseline b-spline intervals=3\nWith 7 pairs and 1 comparison the smallest p after Holm is 0\.0156, which reaches 0\.05\.\n/);
  expect(stdout).toContain('\n14/14 trials\n\nrmse on test rows:\n');
  expect(stdout).toMatch(/\n {2}data {2}b-spline intervals=9 \/ b-spline intervals=3 +7 /);
  expect(stdout).toContain('Refused: it takes 6 data sets at least, and the study has 1. Give it 5 more under "sets".');
  expect(stdout).toMatch(/\nTables and verdict in plain\n$/);
  // One edge from one input: features, silu of 5, and two operations for each coefficient that counts, two for the base, one for the basis weight.
  const { data } = JSON.parse(readFileSync(at('plain', 'operations.json'), 'utf8')) as { data: Record<string, { edgewise: number; dense: number; local: number }> };
  const recursion = 9 * 3 * (3 + 1.5 * 3 - 0.5);
  expect(data['b-spline intervals=3']).toMatchObject({ edgewise: recursion + 5 + 2 * 6 + 3, dense: recursion + 5 + 2 * 6 + 2 });
  expect(data['b-spline intervals=9']!.dense).toBe(9 * 3 * (9 + 1.5 * 3 - 0.5) + 5 + 2 * 12 + 2);
  expect(data['b-spline intervals=9']!.local).toBe(data['b-spline intervals=3']!.local);
  expect(stdout).toMatch(/\n {2}data {2}b-spline intervals=3 +2 +1 +7 +7 +- +209 +208 +48\n/);
  expect(trialsOf('plain')).toHaveLength(14);
  expect(readdirSync(at('plain', 'claims'))).toEqual([]);
  // Any command that takes a run takes a trial.
  const shown = await knotwork(['show', join('plain', 'trials', trialsOf('plain')[0]!), '--json'], { cwd: folder });
  expect(shown.status).toBe(0);
}, 120_000);

test('given again it runs nothing, and its tables are printed in any format', async () => {
  const times = trialsOf('plain').map((id) => statSync(at('plain', 'trials', id, 'result.json')).mtimeMs);
  const before = bytesOf('plain');
  const again = await knotwork(['study', 'study.yaml', '--out', 'plain', '--json'], { cwd: folder });
  expect(again.status).toBe(0);
  expect(again.stderr).toContain('14 of them done');
  expect(JSON.parse(again.stdout)).toEqual(JSON.parse(before['verdict.json']!));
  expect(trialsOf('plain').map((id) => statSync(at('plain', 'trials', id, 'result.json')).mtimeMs)).toEqual(times);
  expect(bytesOf('plain')).toEqual(before);
  const table = await knotwork(['table', 'plain', '--to', 'csv'], { cwd: folder });
  expect(table.stdout).toBe(before['tables.csv']);
  expect(await knotwork(['table', 'plain', '--to', 'html'], { cwd: folder })).toMatchObject({ status: 2, stderr: 'knotwork: --to must be one of text, markdown, csv, latex, parquet; got "html".\n' });
}, 120_000);

test('killed at any moment, study or worker, it goes on and ends with the same bytes; nothing is computed twice after it ended', async () => {
  expect((await knotwork(['study', 'slow.yaml', '--out', 'slow'], { cwd: folder })).status).toBe(0);
  const ended = new Map<string, string>();
  let kills = 0;
  for (let status: number | null = -1; status !== 0;) {
    const child = start(['study', 'slow.yaml', '--out', 'killed', '--workers', '2'], { cwd: folder });
    const end = endOf(child);
    // Of six kills three are of the study, three of a worker; afterwards it may end.
    const [before, victim] = [doneOf('killed').length, kills];
    while (kills < 6 && child.exitCode === null && child.signalCode === null) {
      await wait(5);
      if (doneOf('killed').length === before && victim === kills && kills % 2 === 0) continue;
      const [worker] = workersOf(child.pid!);
      if (worker === undefined || doneOf('killed').length === 0) continue;
      process.kill(kills % 2 === 0 ? child.pid! : worker, 'SIGKILL');
      kills++;
    }
    const last = await end;
    ({ status } = last);
    // Workers write where the study does: one whose study is gone ends in silence.
    expect([[0, 137].includes(status!), last.stderr]).toEqual([true, '']);
    for (const id of doneOf('killed')) {
      const { finished } = JSON.parse(readFileSync(at('killed', 'trials', id, 'timing.json'), 'utf8')) as { finished: string };
      expect(ended.get(id) ?? finished).toBe(finished);
      ended.set(id, finished);
    }
  }
  expect(kills).toBe(6);
  expect(bytesOf('killed')).toEqual(bytesOf('slow'));
}, 240_000);

test('workers die with the study that began them, and a claim of a dead worker is free', async () => {
  const child = start(['study', 'long.yaml', '--out', 'long'], { cwd: folder });
  const end = endOf(child);
  while (!existsSync(at('long', 'trials')) || trialsOf('long').length === 0) await wait(50);
  const [worker] = workersOf(child.pid!);
  const busy = await knotwork(['study', 'long.yaml', '--out', 'long'], { cwd: folder });
  expect(busy.status).toBe(75);
  expect(busy.stderr).toMatch(/^knotwork: .*long is being written by process \d+ since .*\. Wait until it has ended, /);
  expect(isAlive(worker!)).toBe(true);
  child.kill('SIGKILL');
  await end;
  for (let k = 0; isAlive(worker!) && k < 200; k++) await wait(50);
  expect(isAlive(worker!)).toBe(false);
  const next = start(['study', 'long.yaml', '--out', 'long'], { cwd: folder });
  const ended = endOf(next);
  await new Promise<void>((resolve) => { next.stdout!.on('data', (text: string) => { if (text.includes('which reaches')) resolve(); }); });
  next.kill('SIGTERM');
  const { status, stderr } = await ended;
  expect([status, stderr]).toEqual([143, 'knotwork: interrupted with 0 of 14 trials done, in long. The same command goes on.\n']);
}, 120_000);

test('a study that stops arms, killed when the first are stopped, goes on to the same bytes and runs none of theirs; given more seeds it has a further look', async () => {
  const whole = await knotwork(['study', 'halved.yaml', '--out', 'halved'], { cwd: folder });
  expect(whole.stdout).toMatch(/^tiny-study: 5 arms, stopped in 2 rounds: 4 x 2 seeds \+ 2 x 2 seeds \+ 2 x 7 seeds = 26 trials, 0 of them done; plan [0-9a-f]{12}\njudged by rmse on test rows; 1 comparison, baseline b-spline intervals=3\narms are stopped by their mean rank of rmse on validation rows, until 1 of 4 are left; /);
  expect(whole.stdout).toMatch(/\nround 1 of 2: 2 of 4 arms are stopped: .*\n(.*\n)*round 2 of 2: 1 of 2 arms are stopped: .*\n(.*\n)*26\/26 trials\n/);
  expect(trialsOf('halved')).toHaveLength(26);
  const child = start(['study', 'halved.yaml', '--out', 'halved-killed', '--workers', '2'], { cwd: folder });
  const end = endOf(child);
  while (!existsSync(at('halved-killed', 'halving.json')) && child.exitCode === null) await wait(10);
  child.kill('SIGKILL');
  await end;
  const status = JSON.parse((await knotwork(['status', 'halved-killed', '--json'], { cwd: folder })).stdout) as { trials: number; halving: { over: number }; arms: { stopped?: number }[] };
  expect([status.trials, status.halving.over >= 1, status.arms.filter(({ stopped }) => stopped === 1).length]).toEqual([26, true, 2]);
  expect((await knotwork(['study', 'halved.yaml', '--out', 'halved-killed', '--workers', '2'], { cwd: folder })).status).toBe(0);
  expect(bytesOf('halved-killed')).toEqual(bytesOf('halved'));
  expect(readFileSync(at('halved-killed', 'halving.json'), 'utf8')).toBe(readFileSync(at('halved', 'halving.json'), 'utf8'));
  const verdict = JSON.parse(readFileSync(at('halved', 'verdict.json'), 'utf8')) as { trials: number; sets: { comparisons: unknown[] }[]; halving: { stopped: unknown[] } };
  expect([verdict.trials, verdict.sets[0]!.comparisons.length, verdict.halving.stopped.length]).toEqual([14, 1, 3]);
  writeFileSync(at('halved-more.yaml'), readFileSync(at('halved.yaml'), 'utf8').replace('1..7', '1..8'));
  const more = await knotwork(['study', 'halved-more.yaml', '--out', 'halved'], { cwd: folder });
  expect(more.stdout).toContain('= 28 trials, 26 of them done;');
  expect(verdictOf('halved').look).toBe(2);
}, 240_000);

test('extended by an arm and two seeds only new trials run, old results stay as they are, and it is the second look', async () => {
  const old = bytesOf('plain');
  const times = new Map(trialsOf('plain').map((id) => [id, statSync(at('plain', 'trials', id, 'result.json')).mtimeMs]));
  expect(await knotwork(['study', 'fewer.yaml', '--out', 'plain'], { cwd: folder })).toMatchObject({ status: 2 });
  expect(bytesOf('plain')).toEqual(old);
  const { status, stdout } = await knotwork(['study', 'more.yaml', '--out', 'plain'], { cwd: folder });
  expect(status).toBe(0);
  expect(stdout).toContain('3 arms x 9 seeds = 27 trials, 14 of them done');
  expect(stdout).toContain('; look 2\n');
  expect(verdictOf('plain')).toMatchObject({ look: 2 });
  for (const [id, time] of times) expect([id, statSync(at('plain', 'trials', id, 'result.json')).mtimeMs]).toEqual([id, time]);
  expect(trialsOf('plain')).toHaveLength(27);
}, 120_000);

test('asked the same in other words nothing is run, and it is no further look', async () => {
  const then = bytesOf('plain');
  const { status, stdout } = await knotwork(['study', 'in-other-words.yaml', '--out', 'plain'], { cwd: folder });
  expect([status, stdout]).toEqual([0, expect.stringMatching(/ 27 of them done; plan [^]*baseline wide; look 2\n[^]*\n {2}data {2}narrow \/ wide +9 /)]);
  const { look, sets: [{ comparisons }] } = verdictOf('plain') as unknown as { look: number; sets: [{ comparisons: { p: number }[] }] };
  expect([look, comparisons.map(({ p }) => p)]).toEqual([2, (JSON.parse(then['verdict.json']!) as { sets: [{ comparisons: { p: number }[] }] }).sets[0].comparisons.map(({ p }) => p)]);
  expect(await knotwork(['study', 'more.yaml', '--out', 'plain'], { cwd: folder })).toMatchObject({ status: 0 });
  expect(bytesOf('plain')).toEqual(then);
}, 120_000);

test('trials that another study has finished are copied; one of other code is refused', async () => {
  const { status, stdout } = await knotwork(['study', 'more.yaml', '--out', 'reused', '--reuse', 'plain'], { cwd: folder });
  expect(status).toBe(0);
  expect(stdout).toMatch(/\n27 of the 27 that are left are finished in .*plain, and copied where data are the same\n/);
  expect(stdout).toContain('\n27/27 trials\n27 of them copied\n');
  for (const id of trialsOf('plain')) expect(readFileSync(at('reused', 'trials', id, 'timing.json'), 'utf8')).toBe(readFileSync(at('plain', 'trials', id, 'timing.json'), 'utf8'));
  expect(verdictOf('reused')).toEqual({ ...verdictOf('plain'), look: 1, alpha: 0.05, notes: [], sets: expect.anything() });
  const path = at('reused', 'study.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"code": \[[^\]]*\]/, '"code": ["other code"]'));
  const refused = await knotwork(['study', 'more.yaml', '--out', 'new', '--reuse', 'reused'], { cwd: folder });
  expect([refused.status, existsSync(at('new'))]).toEqual([2, false]);
  expect(refused.stderr).toMatch(/^knotwork: --reuse must name a study that this code computed; the trials of ".*reused" were computed by other code, and this is .*\. Leave --reuse out/);
  expect((await knotwork(['study', 'more.yaml', '--out', 'new', '--reuse', 'notes'], { cwd: folder })).stderr).toMatch(/^knotwork: ".*notes" is not the folder of a study: it has no study\.json\./);
}, 120_000);

test('engines are fixed when a study begins: another one is refused, by a worker too', async () => {
  const path = at('reused', 'study.json');
  const text = readFileSync(path, 'utf8').replace(/"path": "kernels"/g, '"path": "tapes"');
  expect(text).toContain('"path": "tapes"');
  const code = /"code": \[[^\]]*\]/.exec(readFileSync(at('plain', 'study.json'), 'utf8'))![0];
  writeFileSync(path, text.replace('"code": ["other code"]', code));
  const refused = await knotwork(['study', 'more.yaml', '--out', 'reused'], { cwd: folder });
  expect([refused.status, refused.stdout]).toEqual([3, '']);
  expect(refused.stderr).toMatch(/^knotwork: The study in ".*reused" began with the engine native, float64, path tapes for the arm "b-spline intervals=3", and here it is native, float64, path kernels\. Go on where/);
  // What an arm is called does not matter.
  expect(await knotwork(['study', 'in-other-words.yaml', '--out', 'reused'], { cwd: folder })).toMatchObject({ status: 3, stderr: expect.stringMatching(/path tapes for the arm "wide", and here/) });
  const worker = await knotwork(['work', 'reused'], { cwd: folder });
  expect([worker.status, worker.stdout]).toEqual([3, '']);
  expect(worker.stderr).toMatch(/with the engine native, float64, path tapes, and here it would be native, float64, path kernels\. Nothing was claimed\./);
  const mixed = await knotwork(['study', 'more.yaml', '--out', 'reused', '--mixed-versions'], { cwd: folder });
  expect(mixed.status).toBe(0);
}, 120_000);

test('a trial that diverges is a result: the study ends well, and failures are counted', async () => {
  const { status, stdout } = await knotwork(['study', 'diverging.yaml', '--out', 'diverging'], { cwd: folder });
  expect(status).toBe(0);
  expect(stdout).toMatch(/\n\d+\/14 trials, wild, seed \d \([0-9a-f]{12}\): diverged/);
  const { failed, sets } = verdictOf('diverging');
  expect(failed).toBe(7);
  expect(sets[0]!.comparisons[0]).toMatchObject({ wins: 0, pairs: 7, failures: { a: { failed: 7 } } });
}, 120_000);

test.each([['engine=reference', { name: 'reference' }], ['engine.precision=float32', { name: 'native', precision: 'float32' }]])('%s behind an experiment is for every trial, and none of the data set', async (given, computed) => {
  const { status } = await knotwork(['study', 'tiny.yaml', 'network.basis=b-spline,chebyshev', 'seed=3', given, '--out', given], { cwd: folder });
  expect(status).toBe(0);
  const { plan } = JSON.parse(readFileSync(at(given, 'study.json'), 'utf8')) as { plan: { trials: { id: string; overrides: string[] }[] } };
  expect(plan.trials).toHaveLength(2);
  for (const { id, overrides } of plan.trials) {
    expect(overrides.join()).not.toContain('engine');
    expect((JSON.parse(readFileSync(at(given, 'trials', id, 'run.json'), 'utf8')) as { engine: object }).engine).toMatchObject(computed);
  }
}, 120_000);

test('an experiment and values of the command make a study; others may work on it', async () => {
  const { status, stdout } = await knotwork(['study', 'tiny.yaml', 'network.basis=b-spline,chebyshev', 'stages.0.steps=2', 'seed=3..5', '--out', 'quick'], { cwd: folder });
  expect(status).toBe(0);
  expect(stdout).toContain('tiny-basis-steps-2: 2 arms x 3 seeds = 6 trials');
  expect(stdout).toMatch(/nothing can be significant\. It takes 6 pairs at least\./);
  const { plan } = JSON.parse(readFileSync(at('quick', 'study.json'), 'utf8')) as { plan: { trials: { id: string; overrides: string[] }[] } };
  expect(plan.trials[1]!.overrides).toEqual(['stages.0.steps=2', 'network.basis=chebyshev', 'seed=3']);
  const [{ id }] = plan.trials as [typeof plan.trials[number]];
  const result = readFileSync(at('quick', 'trials', id, 'result.json'), 'utf8');
  rmSync(at('quick', 'trials', id), { recursive: true });
  const worked = await knotwork(['work', 'quick', '--json'], { cwd: folder });
  expect([worked.status, worked.stdout, worked.stderr]).toEqual([0, '{"done":1}\n', `b-spline, seed 3 (${id}): completed\n`]);
  expect(readFileSync(at('quick', 'trials', id, 'result.json'), 'utf8')).toBe(result);
}, 120_000);

test.each([
  [['study', 'nowhere.yaml'], 'The file "nowhere.yaml" cannot be read: ENOENT: .* Check the path; a study file begins with "study: 1"\\.'],
  [['study', 'no-base.yaml'], 'base of the study: the file "nope\\.yaml" cannot be read: ENOENT: .* Check the path\\.'],
  [['study', 'notes'], 'The file "notes" cannot be read: it is a folder\\. '],
  [['study', 'tiny.yaml', 'network.basis=b-spline,chebyshev'], 'A study of an experiment needs seeds\\. Write seed=1\\.\\.10 behind the file\\.'],
  [['study', 'tiny.yaml', 'network.basis=b-spline,chebyshev', 'seed=5..1'], 'A study of an experiment needs seeds, whole numbers from 0 .*; got "5\\.\\.1"'],
  [['study', 'tiny.yaml', 'stages.0.steps=5..3', 'seed=1..2'], 'The range of stages\\.0\\.steps must go from a whole number up to a larger one, and have 10000 numbers at most; got "5\\.\\.3"\\. Write stages\\.0\\.steps=3\\.\\.5, or'],
  [['study', 'tiny.yaml', 'stages.0.steps=5..90000', 'seed=1..2'], 'The range of stages\\.0\\.steps .*; got "5\\.\\.90000"\\. Write stages\\.0\\.steps=5\\.\\.14, or'],
  [['study', 'tiny.yaml', 'stages.0.steps=5..7', 'stages.0.steps=8,9', 'seed=1..2'], 'The key "stages\\.0\\.steps" is given twice: stages\\.0\\.steps=5\\.\\.7 and stages\\.0\\.steps=8,9\\. Write it once, with all of its values: stages\\.0\\.steps=a,b\\.'],
  [['study', 'tiny.yaml', 'stages.0.steps=5..7', 'seed=1..2', 'seed=3'], 'The key "seed" is given twice: seed=1\\.\\.2 and seed=3\\. Write it once, with all of its values: seed=1\\.\\.10\\.'],
  [['study', 'tiny.yaml', 'network.base=b-spline,chebyshev', 'seed=1..3'], 'arm "b-spline" on the set .*|arm "b-spline": The override "network\\.base=b-spline" touches nothing'],
  [['study', 'study.yaml', 'network.basis=b-spline,chebyshev'], 'network\\.basis=b-spline,chebyshev is for experiment files; a study file says it itself\\. Write it into the file: factors: \\{ network\\.basis: \\[\\.\\.\\.\\] \\}\\.'],
  [['study', 'study.yaml', '--workers', 'many'], '--workers must be a whole number from 1 to 256; got "many"\\.'],
  [['study', 'study.yaml', '--out', 'notes'], '--out must name a new folder, an empty one or that of a study; ".*notes" holds mine\\.txt, and no study\\.json\\.'],
  [['study', 'classes.yaml', '--out', 'new'], 'metric must be one of mae, maxError, r2, rmse for a regression; got "accuracy"\\. Write metric: mae\\.'],
  [['study', 'no-rows.yaml', '--out', 'new'], '.*'],
  [['study', 'many-folds.yaml', '--out', 'new'], 'folds must leave each of them two test rows at least; the data set "data" has 40 rows, too few for 30\\. Write folds: 5, or another number up to 20\\.'],
  [['work', 'notes'], '".*notes" is not the folder of a study: it has no study\\.json\\. Begin one with "knotwork study FILE --out .*notes"\\.'],
])('%j is refused, and nothing is written', async (args, message) => {
  const before = readdirSync(folder, { recursive: true }).length;
  const { status, stdout, stderr } = await knotwork(args, { cwd: folder });
  expect(stderr).toMatch(new RegExp(`^knotwork: (?:${message})`));
  expect([status, stdout]).toEqual([2, '']);
  expect(readdirSync(folder, { recursive: true })).toHaveLength(before);
}, 60_000);

test('a folder that cannot be made is refused at once', async () => {
  const child = start(['study', 'study.yaml', '--out', '/proc/nowhere'], { cwd: folder });
  // A process that is caught in Node itself hears nothing else.
  const killer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const { status, stderr } = await endOf(child);
  clearTimeout(killer);
  expect([status, stderr]).toEqual([3, expect.stringMatching(/^knotwork: \/proc\/nowhere cannot be used: .*, mkdir '.*'\. Check the disk, or choose another folder with --out\.\n$/)]);
}, 60_000);

test('validate says of a study file what it would do, and run says what to write', async () => {
  const valid = await knotwork(['validate', 'more.yaml'], { cwd: folder });
  expect([valid.status, valid.stderr]).toEqual([0, '']);
  expect(valid.stdout).toMatch(/^more\.yaml is valid\.\ntiny-study: 3 arms x 9 seeds = 27 trials, 0 of them done; plan /);
  expect(existsSync(at('studies'))).toBe(false);
  expect(await knotwork(['run', 'study.yaml'], { cwd: folder })).toMatchObject({ status: 2, stderr: 'knotwork: "study.yaml" is a study, and an experiment file is needed. Write "knotwork study study.yaml" to run it.\n' });
}, 60_000);

test('a study that other code began is not gone on with, unless versions may be mixed, and then tables say so', async () => {
  const path = at('quick', 'study.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"code": \[[^\]]*\]/, '"code": ["other code"]'));
  const args = ['study', 'tiny.yaml', 'network.basis=b-spline,chebyshev', 'stages.0.steps=2', 'seed=3..5', '--out', 'quick'];
  const refused = await knotwork(args, { cwd: folder });
  expect(refused.status).toBe(2);
  expect(refused.stderr).toMatch(/were computed by other code: other code then, .* now\. Give another folder with --out, or --mixed-versions to go on all the same/);
  expect((await knotwork([...args, '--mixed-versions'], { cwd: folder })).status).toBe(0);
}, 120_000);

test('data that changed are told before anything is computed from them, and the study goes on when they are back', async () => {
  const begun = await knotwork(['study', 'of-rows.yaml', '--out', 'rows'], { cwd: folder });
  expect([begun.status, begun.stderr]).toEqual([0, '']);
  const before = bytesOf('rows');
  writeFileSync(at('rows.csv'), `${ROWS}2,4\n`);
  const more = ['study', 'of-rows.yaml', 'seed=1..4', '--out', 'rows'];
  const changed = await knotwork(more, { cwd: folder });
  expect(changed).toMatchObject({ status: 3, stdout: '' });
  expect(changed.stderr).toMatch(/^knotwork: The data of "data" are others than those that the study in ".*rows" began with: .*rows\.csv\. Restore them, or begin anew with --out NEW --reuse .*rows, which copies trials whose data are as they are now\.\n$/);
  expect(bytesOf('rows')).toEqual(before);
  writeFileSync(at('rows.csv'), ROWS);
  expect((await knotwork(more, { cwd: folder })).status).toBe(0);
  expect(trialsOf('rows')).toHaveLength(8);
  writeFileSync(at('rows', 'study.json'), '{ "schema": 1,');
  const damaged = await knotwork(more, { cwd: folder });
  expect([damaged.status, damaged.stderr]).toEqual([3, expect.stringMatching(/study\.json is not what was written: .*\. Restore it, or begin anew with --out\.\n$/)]);
}, 120_000);

test('workers compute with a thread each, unless the environment says otherwise', async () => {
  const noted = async (out: string, threads: string): Promise<Record<string, string[]>> => {
    rmSync(at('threads.txt'), { force: true });
    expect((await knotwork(['study', 'noting.yaml', '--out', out, '--workers', '2', '--quiet'], { cwd: folder, env: { KNOTWORK_THREADS: threads } })).stderr).toBe('');
    const words = readFileSync(at('threads.txt'), 'utf8').split(';').filter((line) => line !== '').map((line) => line.split(' ') as [string, string]);
    return Object.fromEntries(['study', 'work'].map((command) => [command, [...new Set(words.filter(([of]) => of === command).map(([, count]) => count))]]));
  };
  expect(await noted('noted', '')).toEqual({ study: ['all'], work: ['1'] });
  expect(await noted('noted-again', '3')).toEqual({ study: ['3'], work: ['3'] });
}, 120_000);

test('a study whose plugin was changed is not gone on with, by nobody, unless versions may be mixed', async () => {
  const before = bytesOf('noted');
  writeFileSync(at('noting.mjs'), `${readFileSync(at('noting.mjs'), 'utf8')}\n`);
  const args = ['study', 'noting.yaml', 'seed=1..3', '--out', 'noted'];
  const [refused, worker] = await session([args, ['work', 'noted']], { cwd: folder });
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused!.stderr).toMatch(/^knotwork: The plugin "\.\/noting\.mjs" is not what it was when the study in ".*noted" began\. Restore it, give another folder with --out, or --mixed-versions to go on all the same: tables will say so\.\n$/);
  expect(worker!.status).toBe(3);
  expect(worker!.stderr).toMatch(/The plugin "\.\/noting\.mjs" is not what it was when the study in ".*noted" began\. Nothing was claimed\. Restore it, or begin the study again with --mixed-versions\./);
  expect(bytesOf('noted')).toEqual(before);
  const mixed = await knotwork([...args, '--mixed-versions'], { cwd: folder });
  expect([mixed.status, mixed.stderr]).toEqual([0, '']);
  expect(readFileSync(at('noted', 'tables.txt'), 'utf8')).toContain('Mixed versions: the trials were computed by 2 different versions of the code');
  // What it goes on with is what it asks for from now on.
  expect((await knotwork(args, { cwd: folder })).status).toBe(0);
}, 120_000);
