import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SessionEnded, session, workspace } from '../fixtures/knotwork.js';
import { small, workplace } from '../fixtures/workplace.js';

const diverging = small.replace('name: small', 'name: wild').replace(/stages:[\s\S]*/, 'stages: [{ kind: fit, steps: 50, optimizer: { kind: sgd, rate: 1e9 }, starts: { count: 1, steps: 1 } }]\n');
const { folder, remove } = workplace({ 'small.yaml': small, 'wild.yaml': diverging, 'notes/readme.txt': 'nothing here\n', 'notes/one.yaml': small });
afterAll(remove);
const at = (...parts: string[]): string => join(folder, ...parts);
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, { cwd: folder, env: { LC_ALL: '', LC_CTYPE: '', LANG: 'C.UTF-8' } });

beforeAll(async () => {
  cpSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), at('hat-basis.mjs'));
  writeFileSync(at('hat.yaml'), small.replace('name: small', 'name: hats').replace('network:', 'plugins: [./hat-basis.mjs]\nnetwork:').replace('kind: b-spline, intervals: 5', 'kind: hat, intervals: 5').replace('[6, 7]', '[10]'));
  const ended = await run(
    ['run', 'small.yaml', '--out', 'runs/small'], ['run', 'small.yaml', 'seed=4', 'network.widths=[2,2,1]', '--out', 'runs/other'], ['run', 'wild.yaml', '--out', 'runs/wild'], ['run', 'hat.yaml', '--out', 'runs/hat'],
  );
  expect(ended.map(({ status }) => status)).toEqual([0, 0, 1, 0]);
  // As a run is that was killed in its first stage.
  mkdirSync(at('runs/cut'));
  cpSync(at('runs/small/run.json'), at('runs/cut/run.json'));
  writeFileSync(at('runs/cut/metrics.jsonl'), readFileSync(at('runs/small/metrics.jsonl'), 'utf8').split('\n').slice(0, 5).join('\n'));
  // Nothing is needed but the folders.
  for (const name of ['small.yaml', 'wild.yaml', 'hat.yaml']) rmSync(at(name));
  cpSync(at('hat-basis.mjs'), at('elsewhere/hat-basis.mjs'), { recursive: true });
  rmSync(at('hat-basis.mjs'));
}, 120_000);

describe('report', () => {
  test('writes a page into the folder of the run, and replaces its own', async () => {
    const [first, again, json, elsewhere] = await run(['report', 'runs/small'], ['report', 'runs/small', '--quiet'], ['report', 'runs/small', '--json'], ['report', 'runs/small', '--out', 'page.html']);
    expect([first!.status, first!.stdout, first!.stderr, first!.written]).toEqual([0, 'Report in runs/small/report.html\n', '', ['runs/small/report.html']]);
    expect([again!.status, again!.stdout]).toEqual([0, '']);
    const page = readFileSync(at('runs/small/report.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html><!-- Written by "knotwork report" \([0-9a-f]{8}\)\. -->\n<html lang="en">\n[\s\S]*<\/html>\n$/);
    expect(JSON.parse(json!.stdout)).toEqual({ file: 'runs/small/report.html', bytes: Buffer.byteLength(page), notes: [] });
    expect([elsewhere!.status, readFileSync(at('page.html'), 'utf8')]).toEqual([0, page]);
  }, 60_000);

  test('leaves what somebody changed, and prints where that is wanted', async () => {
    await run(['report', 'runs/other']);
    appendFileSync(at('runs/other/report.html'), '<!-- mine -->\n');
    const [mine, forced, printed, both] = await run(['report', 'runs/other'], ['report', 'runs/other', '--force'], ['report', 'runs/other', '--out', '-'], ['report', 'runs/other', '--out', '-', '--json']);
    expect([mine!.status, mine!.stderr]).toEqual([2, 'knotwork: "runs/other/report.html" was changed since "knotwork report" wrote it. Give --force to replace it, or another file with --out.\n']);
    expect([forced!.status, printed!.stdout]).toEqual([0, readFileSync(at('runs/other/report.html'), 'utf8')]);
    expect([both!.status, both!.stderr]).toEqual([2, 'knotwork: --json and --out - both write to standard output. Leave one of them out.\n']);
  }, 60_000);

  test('is the picture of the network where the file ends so', async () => {
    const [svg, again, png, there, other] = await run(
      ['report', 'runs/small', '--out', 'small.svg'], ['report', 'runs/small', '--out', 'small.svg'], ['report', 'runs/small', '--out', 'small.png'], ['report', 'runs/small', '--out', 'small.png'], ['report', 'runs/small', '--out', 'small.pdf'],
    );
    expect([svg, again, png].map((ended) => [ended!.status, ended!.stdout])).toEqual([[0, 'Picture in small.svg\n'], [0, 'Picture in small.svg\n'], [0, 'Picture in small.png\n']]);
    const [first, ...rest] = readFileSync(at('small.svg'), 'utf8').split('\n');
    expect(first).toMatch(/^<!-- Written by "knotwork report" \([0-9a-f]{8}\)\. -->$/);
    const picture = readFileSync(at('runs/small/network.svg'), 'utf8');
    expect(rest.join('\n')).toBe(picture);
    // The head of a PNG: its signature, then width and height. Two pixels for each of the picture.
    const bytes = readFileSync(at('small.png'));
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(picture)!.map(Number);
    expect([bytes.subarray(1, 4).toString(), bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual(['PNG', 2 * width!, 2 * height!]);
    expect([there!.stderr, other!.stderr]).toEqual(['knotwork: "small.png" is there already. Give --force to replace it, or another file with --out.\n', 'knotwork: --out must end in .html, .svg or .png; got "small.pdf". Rename it.\n']);
  }, 60_000);

  test('of a run whose plugin is gone has all that does not need it, and all where its place is told', async () => {
    const [gone, told] = await run(['report', 'runs/hat'], ['report', 'runs/hat', '--plugin', './elsewhere/hat-basis.mjs', '--out', 'told.html']);
    expect([gone!.status, gone!.stdout]).toEqual([0, expect.stringMatching(/^note: The network cannot be opened, and what needs it is left out: .*hat-basis\.mjs.* Where a package has moved, give --plugin PATH\.\nReport in /)]);
    const [without, whole] = [readFileSync(at('runs/hat/report.html'), 'utf8'), readFileSync(at('told.html'), 'utf8')];
    expect([without, whole].map((page) => page.match(/<details id="edge-/g)?.length ?? 0)).toEqual([0, 2]);
    expect([without, whole].map((page) => page.includes('id="predicted-0"'))).toEqual([true, true]);
    expect([told!.status, told!.stdout]).toEqual([0, expect.stringMatching(/^note: The network was saved with \.\/hat-basis\.mjs .*\nReport in told\.html\n$/)]);
  }, 60_000);
});

describe('show', () => {
  test('tells what a run came to: how good, what matters, edges, losses, the ladder, the data', async () => {
    const [ended] = await run(['show', 'runs/small']);
    const lines = ended!.stdout.split('\n');
    expect([ended!.status, ended!.stderr, lines[0]]).toEqual([0, '', expect.stringMatching(/^small: completed, regression of y from 2 inputs, widths \[2, 1\], b-spline, \d+ parameters, seed 3/)]);
    for (const pattern of [
      /^RMSE \S+ of y on the 30 test rows\. That is \S+ % of the error of a constant; a line/, /^RMSE( +\S+){3}$/, /^a constant +\S+ +100 %$/, /^x1 +\S+ +█+/, /^x1 → y +\S+ +\S+ +[▁▂▃▄▅▆▇█]{20} +\S+$/,
      /^Loss \(validation, by powers of ten\) over \d+ steps/, /^ +7( +\S+){5}/, /^x2 +input( +\S+){4}$/, /^60 rows of train, 30 rows of validation, 30 rows of test$/, /^Results in runs\/small$/,
    ]) expect(lines).toContainEqual(expect.stringMatching(pattern));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    // eslint-disable-next-line no-control-regex
    expect(ended!.stdout).not.toMatch(/\u001b/);
  }, 60_000);

  test('is plain where the terminal says so, and an object where that is wanted', async () => {
    const [ended] = await session([['show', 'runs/small']], { cwd: folder, env: { LC_ALL: '', LC_CTYPE: '', LANG: 'C' } });
    expect(ended!.stdout).toMatch(/^[\x20-\x7e\n]+$/);
    expect(ended!.stdout).toContain('x1 -> y');
    const [json, quiet] = await run(['show', 'runs/small', '--json'], ['show', 'runs/small', '--quiet']);
    const told = JSON.parse(json!.stdout) as Record<string, unknown>;
    expect(told).toMatchObject({ folder: 'runs/small', name: 'small', state: 'completed', network: { inputs: ['x1', 'x2'] }, result: { status: 'completed' } });
    expect((told['edges'] as unknown[]).length).toBe(2);
    expect([json!.stderr.split('\n')[0], quiet!.stdout]).toEqual([expect.stringMatching(/^small: completed/), '']);
  }, 60_000);

  test('of a run that has not ended, or went wrong, tells that', async () => {
    const [cut, wild, hat] = await run(['show', 'runs/cut'], ['show', 'runs/wild'], ['show', 'runs/hat']);
    expect([cut!.status, cut!.stdout]).toEqual([0, expect.stringMatching(/^small: unfinished, widths \[2, 1\], seed 3[\s\S]*The run has not finished: it was interrupted or is still going on, last seen\s+in stage 1 of 2 \(fit\)/)]);
    expect([wild!.status, wild!.stdout]).toEqual([0, expect.stringMatching(/^wild: diverged,[\s\S]*\nThe run diverged: training met a number that is not finite/)]);
    expect([hat!.status, hat!.stdout]).toEqual([0, expect.stringMatching(/note: The network cannot be opened, and what needs it is left out:[\s\S]*\nRMSE( +\S+){3}\n/)]);
  }, 60_000);
});

describe('list', () => {
  test('has a line for every run, by name', async () => {
    const [text, json, none] = await run(['list'], ['list', 'runs', '--json'], ['list', 'notes']);
    const lines = text!.stdout.trimEnd().split('\n').map((line) => line.split(/ {2,}/).slice(0, 4));
    expect([text!.status, lines]).toEqual([0, [
      ['folder', 'name', 'state', 'widths'], ['runs/hat', 'hats', 'completed', '2,1'], ['runs/small', 'small', 'completed', '2,1'], ['runs/other', 'small', 'completed', '2,2,1'], ['runs/cut', 'small', 'unfinished', '-'],
      ['runs/wild', 'wild', 'diverged', '2,1'],
    ]]);
    const runs = JSON.parse(json!.stdout) as { folder: string; figure: { metric: string } | null }[];
    expect([runs.length, runs[1]]).toEqual([5, expect.objectContaining({ folder: 'runs/small', state: 'completed', figure: { split: 'test', metric: 'rmse', value: expect.any(Number) } })]);
    expect([none!.status, none!.stdout]).toEqual([0, 'No runs below notes; "knotwork run FILE" makes one.\n']);
  }, 60_000);

  test('tells about a damaged one without hiding the others', async () => {
    cpSync(at('runs/small'), at('hurt/small'), { recursive: true });
    cpSync(at('runs/small'), at('hurt/whole'), { recursive: true });
    writeFileSync(at('hurt/small/result.json'), '{ "status"');
    const [list, show] = await run(['list', 'hurt'], ['show', 'hurt/small']);
    expect(list!.stdout).toMatch(/hurt\/small +- +damaged[\s\S]*\nnote: result\.json of hurt\/small is damaged: it is no JSON\. Make the run again with --again\.\n$/);
    expect(list!.stdout).toMatch(/hurt\/whole +small +completed/);
    expect([show!.status, show!.stderr]).toEqual([2, 'knotwork: result.json of hurt/small is damaged: it is no JSON. Make the run again with --again.\n']);
  }, 60_000);
});

describe('compare', () => {
  test('says what differs in the file and marks what is better', async () => {
    // As if both had been run on the same rows.
    const [text, json] = await run(['compare', 'runs/small', 'runs/hat'], ['compare', 'runs/small', 'runs/hat', '--json']);
    const { stdout } = text!;
    expect(stdout).toMatch(/^A {2}runs\/small: small, completed, widths 2,1 after \S+ s, run \S+\nB {2}runs\/hat: hats, completed/);
    expect(stdout).toMatch(/\nnetwork\.basis\.kind +b-spline +hat\n/);
    expect(stdout).toMatch(/\ndata: no files\.\n/);
    const told = JSON.parse(json!.stdout) as { rows: string; files: { path: string }[]; metrics: { split: string; metric: string; values: number[]; best: number[] | null }[] };
    expect([told.rows, told.files.map(({ path }) => path)]).toEqual(['same', expect.arrayContaining(['plugins', 'network.basis.kind', 'stages.1.levels'])]);
    const [rmse, r2] = ['rmse', 'r2'].map((name) => told.metrics.find(({ split, metric }) => split === 'test' && metric === name)!);
    expect([rmse!.best, r2!.best]).toEqual([[rmse!.values[0]! < rmse!.values[1]! ? 0 : 1], [r2!.values[0]! > r2!.values[1]! ? 0 : 1]]);
    expect(stdout).toMatch(/\ntest RMSE +\S+\*? +\S+\*?\n/);
    expect(stdout).toContain('* the better one\n');
  }, 60_000);

  test('says nothing of marks where what is better does not show in the digits', async () => {
    cpSync(at('runs/small'), at('near/small'), { recursive: true });
    const result = JSON.parse(readFileSync(at('near/small/result.json'), 'utf8')) as { metrics: { test: { rmse: number } } };
    result.metrics.test.rmse *= 1 + 1e-9;
    writeFileSync(at('near/small/result.json'), JSON.stringify(result));
    const [text, json] = await run(['compare', 'runs/small', 'near/small'], ['compare', 'runs/small', 'near/small', '--json']);
    expect([text!.status, text!.stdout.includes('*')]).toEqual([0, false]);
    const { metrics } = JSON.parse(json!.stdout) as { metrics: { split: string; metric: string; best: number[] | null }[] };
    expect(metrics.find(({ split, metric }) => split === 'test' && metric === 'rmse')!.best).toEqual([0]);
  }, 60_000);

  test('marks nothing where rows differ, or nothing was measured', async () => {
    const [other, cut, one, none] = await run(['compare', 'runs/small', 'runs/other', 'runs/wild'], ['compare', 'runs/cut', 'runs/small'], ['compare', 'runs/small'], ['compare', 'runs/small', 'notes']);
    expect(other!.stdout).toMatch(/\nfile +A +B +C\nseed +3 +4 +3\nnetwork\.widths +\[2,1\] +\[2,2,1\] +\[2,1\]\n/);
    expect([other!.stdout.includes('*'), other!.stdout.endsWith('The rows that were kept aside differ, so that metrics are not compared.\n')]).toEqual([false, true]);
    expect(cut!.stdout).toMatch(/\nfile: the same\.\n\ncode: the same\.\n[\s\S]*\ntest RMSE +- +\S+\n$/);
    expect([one!.status, one!.stderr]).toEqual([2, 'knotwork: There must be at least two runs to compare. Write knotwork compare DIR DIR; "knotwork list" shows those there are.\n']);
    expect([none!.status, none!.stderr]).toEqual([2, 'knotwork: notes is no folder of a run: it has neither run.json nor network.json. Give one such as runs/NAME/ID; "knotwork list" shows those there are.\n']);
  }, 60_000);
});

test('what is no run is refused with what to type', async () => {
  const ended = await run(['report', 'nowhere'], ['show', 'notes'], ['list', 'nowhere'], ['report', 'notes'], ['show', 'runs/small/result.json'], ['predict', 'runs', 'rows.csv'], ['show', 'notes/one.yaml']);
  expect(ended.map(({ status, stdout }) => [status, stdout])).toEqual(ended.map(() => [2, '']));
  const noRun = 'knotwork: notes is no folder of a run: it has neither run.json nor network.json. Give one such as runs/NAME/ID; "knotwork list" shows those there are.\n';
  expect(ended.map(({ stderr }) => stderr)).toEqual([
    'knotwork: There is no folder "nowhere". Give the folder of a run, such as runs/NAME/ID; "knotwork run FILE" says where it is.\n', noRun,
    'knotwork: There is no folder "nowhere" to look for runs in. Give one that is there; "knotwork run FILE" writes into runs/.\n', noRun,
    'knotwork: "runs/small/result.json" is a file, and the folder of a run is needed. Write "runs/small".\n', expect.stringMatching(/^knotwork: "runs" is not the folder of a run, but holds 5, such as "runs\/\w+": "knotwork list runs" lists them\.\n$/),
    'knotwork: "notes/one.yaml" is an experiment file, and the folder of a run is needed, such as runs/NAME/ID; "knotwork run notes/one.yaml" says where it is.\n',
  ]);
  expect(existsSync(at('notes/report.html'))).toBe(false);
}, 60_000);
