import { afterAll, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { knotwork, type SessionEnded, session } from './fixtures/knotwork.js';
import { small, sourceTree, workplace } from './fixtures/workplace.js';

// An absurd rate throws the parameters beyond what a double holds in the first steps.
const diverging = small.replace('kind: fit', 'kind: fit\n    optimizer: { kind: adam, rate: 1e+300 }\n    grid: fixed').replace('name: small', 'name: diverging');
const { folder, remove } = workplace({ 'small.yaml': small, 'diverging.yaml': diverging });
afterAll(remove);
const place = { cwd: folder, env: sourceTree('committed', folder) };
const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');

interface Event { readonly event: string; readonly step?: number; readonly seconds: number }
/** The events of a run; times differ between repetitions and are left out. */
const events = (run: string): object[] => read(run, 'metrics.jsonl').trimEnd().split('\n').map((line) => {
  const { seconds: _, ...event } = JSON.parse(line) as Event;
  return event;
});

describe('a run in two fresh processes', () => {
  test('gives the same bytes of result and network, and the same steps', async () => {
    const ended = await Promise.all(['A', 'B'].map((out) => knotwork(['run', 'small.yaml', '--out', out], place)));
    expect(ended.map((e) => [e.status, e.stderr])).toEqual([[0, ''], [0, '']]);
    for (const file of ['result.json', 'network.json', 'network.safetensors', 'run.json']) {
      expect(readFileSync(join(folder, 'A', file)).equals(readFileSync(join(folder, 'B', file)))).toBe(true);
    }
    expect(events('A').filter((e) => (e as Event).event === 'step').length).toBeGreaterThan(10);
    expect(events('A')).toEqual(events('B'));
    expect(ended[0]!.stdout).toContain('Results in A\n');
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  }, 60_000);
});

describe('a finished run', () => {
  const titles = (results: readonly { stdout: string }[]): string[] => results.map(({ stdout }) => stdout.split('\n')[0]!.replace(/\d{4}-\d\d-\d\d/, 'DATE'));
  const ran = expect.stringMatching(/^small: widths 2,1, b-spline, seed 3, run [0-9a-f]{12}(-dirty)?$/);

  test('is shown and not repeated, whatever it is called, until its content changes or --again asks for it', async () => {
    const run = ['run', 'small.yaml', '--out', 'once'];
    const results = await session([run, run, [...run, 'name=renamed'], [...run, '--json'], [...run, '--again'], run], place);
    expect(results.map((r) => r.status)).toEqual([0, 0, 0, 0, 0, 0]);
    const done = 'Already done on DATE; --again repeats it.';
    expect(titles(results)).toEqual([ran, done, done, expect.stringMatching(/^\{/), ran, done]);
    expect(JSON.parse(results[3]!.stdout)).toEqual(JSON.parse(read('once', 'result.json')));
    expect(results[3]!.stderr).toMatch(/^Already done on [^]*\nResults in once\n$/);
    // What a stage printed as its table is printed again.
    const table = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('  '));
    expect(table(results[0]!.stdout)).toHaveLength(4);
    expect(table(results[1]!.stdout)).toEqual(table(results[0]!.stdout));
  }, 60_000);

  test('from a changed source tree is marked as such and repeated', async () => {
    const results = await session([['run', 'small.yaml'], ['run', 'small.yaml']], { cwd: folder, env: sourceTree('changed', folder) });
    expect(results.map((r) => r.status)).toEqual([0, 0]);
    expect(titles(results)).toEqual([ran, ran]);
    expect(readdirSync(join(folder, 'runs/small'))).toEqual([expect.stringMatching(/^[0-9a-f]{12}-dirty$/)]);
  }, 60_000);
});

describe('what is printed', () => {
  test('with --json, the result alone on standard output and the rest on standard error; with --quiet, nothing', async () => {
    const [json, quiet, both] = await Promise.all([
      knotwork(['run', 'small.yaml', '--out', 'json', '--json'], place),
      knotwork(['run', 'small.yaml', '--out', 'quiet', '--quiet'], place),
      knotwork(['run', 'small.yaml', '--out', 'both', '--json', '--quiet'], place),
    ]);
    expect([json.status, quiet.status, both.status]).toEqual([0, 0, 0]);
    expect(json.stdout).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(json.stdout)).toEqual(JSON.parse(read('json', 'result.json')));
    expect(json.stderr).toMatch(/^small: widths 2,1, b-spline, seed 3, run [0-9a-f]{12}(-dirty)?\nstage 1\/2 fit: [^]*\nResults in json\nDone in .* s\.\n$/);
    expect(quiet).toMatchObject({ stdout: '', stderr: '' });
    expect(read('quiet', 'result.json')).toBe(read('json', 'result.json'));
    expect(both).toMatchObject({ stdout: json.stdout, stderr: '' });
  }, 60_000);
});

describe('a run that ends badly', () => {
  test('diverges: status 1, layer and edge, and a result that says so, then and when it is shown again', async () => {
    const run = ['run', 'diverging.yaml', '--out', 'diverged'];
    const [ended, again] = await session([run, run], place) as [SessionEnded, SessionEnded];
    expect([ended.status, again.status]).toEqual([1, 1]);
    expect(again.stdout).toMatch(/^Already done on \S+; --again repeats it\.\n(?:note: .*\n)*Results in diverged\n$/);
    expect(again.stderr).toBe(ended.stderr.replace('diverging diverged: ', 'diverging ended without a network that can be used. It diverged: '));
    expect(ended.stderr).toMatch(/^knotwork: diverging diverged: training met a number that is not finite at layer \d, edge from \d to \d\. Lower the optimizer's rate \(1e\+300 now\), clip .*\.\n$/);
    // The best network by validation that there was, the one before the first step if need be.
    expect(JSON.parse(read('diverged', 'result.json'))).toMatchObject({ status: 'diverged', metrics: { train: { loss: expect.any(Number) } } });
  }, 60_000);

  test('cannot write where it should: status 3 and the path', async () => {
    writeFileSync(join(folder, 'file'), '');
    const ended = await knotwork(['run', 'small.yaml', '--out', 'file/below'], place);
    expect(ended).toMatchObject({ status: 3, stdout: '' });
    expect(ended.stderr).toMatch(/^knotwork: \S*\/file\S* is not a folder, or a part of the path is a file\. .*--out\.\n$/);
    expect(read('file')).toBe('');
    const onto = await knotwork(['run', 'small.yaml', '--out', 'small.yaml'], place);
    expect([onto.status, onto.stderr]).toEqual([2, 'knotwork: --out must name a folder; "small.yaml" is a file. Give the run a folder of its own, such as --out small-run, or leave --out out for runs/<name>/<id>.\n']);
  }, 60_000);
});
