import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { endOf, knotwork, session, start } from '../fixtures/knotwork.js';
import { tiny, workplace } from '../fixtures/workplace.js';

const study = `study: 1
name: looked-at
base: tiny.yaml
factors:
  schedule:
    short: {}
    ladder: { stages: [{ kind: fit, steps: 2, starts: { count: 1 } }, { kind: extend-grid, levels: [4, 6], stop: none, fit: { steps: 2 } }] }
    wild: { stages.0.optimizer: { kind: sgd, rate: 1.0e+300 }, stages.0.stop: none, stages.0.steps: 20 }
seeds: 1..6
metric: rmse
`;
const inline = study.replace('base: tiny.yaml', `base:\n  ${tiny.trimEnd().replaceAll('\n', '\n  ')}`);
const { folder, remove } = workplace({
  'tiny.yaml': tiny, 'study.yaml': study, 'inline.yaml': inline, 'half.yaml': study.replace('1..6', '1..40').replace('looked-at', 'half'), 'misspelt.yaml': inline.replace('widths', 'width'),
});
afterAll(remove);
beforeAll(async () => {
  const { status, stderr } = await knotwork(['study', 'study.yaml', '--out', 'done'], { cwd: folder });
  expect([status, stderr]).toEqual([0, '']);
}, 120_000);

const trialsOf = (out: string): string[] => readdirSync(join(folder, out, 'trials')).sort();
const read = (...parts: string[]): string => readFileSync(join(folder, ...parts), 'utf8');

test('status of a study that is judged tells its arms and why trials failed', async () => {
  const [lines, json, not] = await session([['status', 'done'], ['status', 'done', '--json'], ['status', '.']], { cwd: folder });
  expect([lines!.status, lines!.stderr, json!.status]).toEqual([0, '', 0]);
  expect(lines!.stdout).toMatch(/^looked-at: 18 of 18 trials done, 6 of them failed\njudged: "knotwork show done" says what came of it; trials took [\d.]+ s\n\narm +done +failed +running +waiting +of\nshort +6 +0 +0 +0 +6\n/);
  expect(lines!.stdout).toMatch(/\nfailed:\nwild, seed 1 \([0-9a-f]{12}\) and 5 others of this arm: training met a number that is not finite/);
  expect(JSON.parse(json!.stdout)).toMatchObject({ study: 'looked-at', done: 18, failed: 6, isJudged: true, conductor: null, workers: [], secondsLeft: 0 });
  expect(not).toMatchObject({ status: 2, stdout: '' });
  expect(not!.stderr).toMatch(/is not the folder of a study: it has no study\.json\. Begin one with "knotwork study FILE --out/);
  expect([...lines!.written, ...json!.written]).toEqual([]);
}, 60_000);

test('status --watch tells what changes until the study is judged', async () => {
  const running = endOf(start(['study', 'half.yaml', '--out', 'half', '--quiet'], { cwd: folder }));
  while (!existsSync(join(folder, 'half/study.json'))) await wait(20);
  const watched = await endOf(start(['status', 'half', '--watch', '--json'], { cwd: folder }));
  expect((await running).status).toBe(0);
  expect(watched.status).toBe(0);
  const seen = watched.stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { done: number; trials: number; isJudged: boolean; conductor: string | null });
  expect(seen.length).toBeGreaterThan(1);
  expect(seen[0]).toMatchObject({ trials: 120, isJudged: false, conductor: expect.stringMatching(/^process \d+$/) });
  expect(seen.at(-1)).toMatchObject({ done: 120, isJudged: true, conductor: null });
}, 120_000);

test('table writes every trial and rung as Parquet, which other commands read, and tables by the ending of a file', async () => {
  const [written, there, again, csv, printed, none, other, ending] = await session([
    ['table', 'done', '--out', 'trials.parquet', '--json'], ['table', 'done', '--out', 'trials.parquet'], ['table', 'done', '--out', 'trials.parquet', '--force'], ['table', 'done', '--out', 'tables.csv'], ['table', 'done', '--to', 'csv'],
    ['table', 'done', '--to', 'parquet'], ['table', 'done', '--to', 'csv', '--out', 'a.md'], ['table', 'done', '--out', 'a.html'],
  ], { cwd: folder });
  // 18 trials, six of which have a ladder of three rungs.
  expect([written!.status, JSON.parse(written!.stdout)]).toEqual([0, expect.objectContaining({ file: 'trials.parquet', trials: 18, rows: 36 })]);
  expect(written!.stderr).toMatch(/^18 of 18 trials of done, in 36 rows and \d+ columns, in trials\.parquet\n$/);
  expect([there!.status, there!.stderr, again!.status]).toEqual([2, expect.stringMatching(/trials\.parquet.*--force/), 0]);
  expect([csv!.status, read('tables.csv')]).toEqual([0, printed!.stdout]);
  expect(none).toMatchObject({ status: 2, written: [], stderr: 'knotwork: --to parquet needs a file: its bytes are none for a terminal. Write knotwork table done --out trials.parquet.\n' });
  expect(other).toMatchObject({ status: 2, written: [], stderr: 'knotwork: --out a.md does not end as --to csv does. Leave --to out, or write a name that ends in .csv.\n' });
  expect(ending).toMatchObject({ status: 2, written: [], stderr: 'knotwork: --out must end in .txt, .md, .csv, .tex or .parquet; got "a.html". Rename it.\n' });
  const { stdout } = await knotwork(['new', 'trials.parquet', '--target', 'seconds', '--out', '-'], { cwd: folder });
  expect(stdout).toContain('path: trials.parquet');
}, 60_000);

test('show tells what came of a study in the terminal, report as a page with its figures; list has it as one line, and compare refuses it', async () => {
  const [shown, json, report, again, png, plugin, svg, list, compare, trial] = await session([
    ['show', 'done'], ['show', 'done', '--json'], ['report', 'done', '--json'], ['report', 'done'], ['report', 'done', '--png'], ['report', 'done', '--plugin', './a.mjs'], ['report', 'done', '--out', 'a.svg'], ['list', '.', '--json'], ['compare', 'done', 'done'],
    ['report', join('done/trials', trialsOf('done')[0]!), '--png'],
  ], { cwd: folder });
  expect([shown!.status, shown!.stderr, shown!.written]).toEqual([0, '', []]);
  // Six pairs and two comparisons cannot reach 0.05.
  expect(shown!.stdout).toMatch(/^looked-at: 18 trials, 6 of them failed\nNone of 2 comparisons shows a difference\.\nladder \/ short: not shown, ratio .*\nwild \/ short: not shown, ratio inf \[inf, inf\], p 0\.0625\.\n\nrmse on test rows:\n/);
  expect(shown!.stdout).toContain('\nBetter on these data sets? Pairs are seeds:\n');
  expect(shown!.stdout).toContain('\nfailed:\nwild, seed 1 ');
  expect(JSON.parse(json!.stdout)).toMatchObject({ status: { done: 18 }, verdict: { study: 'looked-at', failed: 6 } });
  const names = ['forest', 'convergence', 'staircase', 'pareto-parameters', 'pareto-seconds'];
  expect(JSON.parse(report!.stdout)).toMatchObject({ file: 'done/report.html', figures: names, formats: ['SVG', 'Vega-Lite'] });
  expect(report!.written.filter((path) => path.startsWith('done/figures/')).sort()).toEqual(names.flatMap((name) => [`done/figures/${name}.svg`, `done/figures/${name}.vl.json`]).sort());
  expect([again!.status, png!.status]).toEqual([0, 0]);
  expect(readFileSync(join(folder, 'done/figures/forest.png')).subarray(1, 4).toString()).toBe('PNG');
  expect(plugin).toMatchObject({ status: 2, stderr: 'knotwork: --plugin is for runs: what a study came to is shown without its plugins. Leave it out.\n' });
  expect(svg).toMatchObject({ status: 2, stderr: 'knotwork: --out must end in .html; got "a.svg". Rename it.\n', written: [] });
  expect((JSON.parse(list!.stdout) as { folder: string; state: string }[]).filter(({ folder: path }) => path.startsWith('done'))).toEqual([expect.objectContaining({ folder: 'done', name: 'looked-at', state: 'study, judged' })]);
  expect(compare).toMatchObject({ status: 2, stderr: 'knotwork: "done" is the folder of a study, and runs are compared. Its arms are compared in its tables: write knotwork table done, or give folders of its trials.\n' });
  expect(trial).toMatchObject({ status: 2, stderr: expect.stringMatching(/^knotwork: --png is for figures of a study\. Of a run, knotwork report .* --out network\.png draws the network\.\n$/) });
}, 120_000);

test('a packed study is looked at as before, and gone on with; one of its trials is used when it is unpacked', async () => {
  cpSync(join(folder, 'done'), join(folder, 'packed'), { recursive: true });
  const [trial] = trialsOf('packed') as [string];
  const looks = [['status', 'packed'], ['show', 'packed'], ['table', 'packed', '--to', 'csv'], ['table', 'packed', '--out', 'rows.parquet', '--force'], ['report', 'packed', '--out', '-'], ['list', 'packed', '--json']];
  const before = await session(looks, { cwd: folder });
  const [packed, again, ...after] = await session([['pack', 'packed', '--json'], ['pack', 'packed'], ...looks], { cwd: folder });
  expect(JSON.parse(packed!.stdout)).toMatchObject({ archive: 'trials-1.zip', trials: 18, left: [] });
  expect(packed!.stderr).toMatch(/^18 trials of [\d.]+ MB in packed\/trials-1\.zip, [\d.]+ MB; 1\d\d files became \d+\n$/);
  expect(again!.stdout).toBe('No trials to pack in packed: those that ended are packed, or none has.\n');
  expect(readdirSync(join(folder, 'packed/trials'))).toEqual([]);
  for (const [k, { status, stdout, stderr }] of after.entries()) expect([looks[k], status, stdout, stderr]).toEqual([looks[k], 0, before[k]!.stdout, before[k]!.stderr]);
  const [used, compared, none] = await session([['show', `packed/trials/${trial}`], ['compare', `packed/trials/${trial}`, `done/trials/${trial}`], ['pack', '.']], { cwd: folder });
  const more = await knotwork(['study', 'study.yaml', 'seed=1..7', '--out', 'packed'], { cwd: folder });
  for (const { status, stderr } of [used!, compared!]) {
    expect([status, stderr]).toEqual([2, `knotwork: There is no folder "packed/trials/${trial}", and trials of that study are packed in trials-1.zip. Write "knotwork unpack packed" to make folders of them again.\n`]);
  }
  expect([more.status, more.stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/= 21 trials, 18 of them done/)]);
  expect(trialsOf('packed').length).toBe(3);
  expect(none!.stderr).toContain('is not the folder of a study: it has no study.json.');
  const [second, unpacked, shown] = await session([['pack', 'packed'], ['unpack', 'packed'], ['show', `packed/trials/${trial}`]], { cwd: folder });
  expect(second!.stdout).toMatch(/^3 trials of .* in packed\/trials-2\.zip, /);
  expect(unpacked!.stdout).toMatch(/^21 trials of trials-1\.zip, trials-2\.zip in folders of packed\/trials; \d+ files became \d+\n$/);
  expect(shown!.status).toBe(0);
  for (const id of trialsOf('done')) for (const name of readdirSync(join(folder, 'done/trials', id))) expect(readFileSync(join(folder, 'packed/trials', id, name)).equals(readFileSync(join(folder, 'done/trials', id, name)))).toBe(true);
}, 120_000);

test('of a study that is not judged, show tells how far it is, and report says what to do', async () => {
  cpSync(join(folder, 'done'), join(folder, 'begun'), { recursive: true });
  rmSync(join(folder, 'begun/trials', trialsOf('begun')[0]!), { recursive: true });
  const study = JSON.parse(read('begun/study.json')) as { looks: { isJudged: boolean }[] };
  writeFileSync(join(folder, 'begun/study.json'), JSON.stringify({ ...study, looks: study.looks.map((look) => ({ ...look, isJudged: false })) }));
  const [shown, report, list] = await session([['show', 'begun'], ['report', 'begun'], ['list', '.', '--json']], { cwd: folder });
  expect(shown!.stdout).toMatch(/^looked-at: 17 of 18 trials done/);
  expect(report).toMatchObject({ status: 2, written: [], stderr: 'knotwork: The study in "begun" has no verdict yet. Let it come to its end with the command that began it; "knotwork status begun" says how far it is.\n' });
  expect(JSON.parse(list!.stdout)).toContainEqual(expect.objectContaining({ folder: 'begun', state: 'study, 17 of 18 trials' }));
}, 60_000);

test('the schema of study files takes a study, with its base beside it or in it, and no key that is misspelt', async () => {
  const [whole, other] = await session([['schema', 'study'], ['schema', 'studie']], { cwd: folder });
  const check = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(JSON.parse(whole!.stdout) as object);
  for (const file of ['study.yaml', 'inline.yaml']) expect([file, check(parse(read(file))), check.errors]).toEqual([file, true, null]);
  for (const [from, to] of [['seeds', 'seed'], ['factors', 'factor'], ['metric: rmse', 'metric: { name: rmse, on: tests }'], ['study: 1', 'study: 2'], ['metric: rmse', 'metric: rmse\ndesign: factoriel']] as const) {
    expect([to, check(parse(study.replace(from, to)))]).toEqual([to, false]);
  }
  expect(check(parse(read('misspelt.yaml')))).toBe(false);
  expect(check(parse(study.replace('metric: rmse', 'metric: rmse\ndesign: { kind: leave-one-out, bare: true }')))).toBe(true);
  expect(other).toMatchObject({ status: 2, stderr: 'knotwork: There is a schema of "experiment" and "study"; got "studie". Did you mean "study"?\n' });
}, 60_000);
