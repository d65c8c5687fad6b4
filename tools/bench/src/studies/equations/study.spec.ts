import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { readSuite } from '../../equations/problems.js';
import { hasProcessorTime } from '../../lib/processor-time.js';
import { inNamesOfColumns } from './methods.js';
import { keyText, readRecords, type RunRecord } from './records.js';
import { study } from './study.js';

let folder: string;
let output: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knotwork-equations-spec-'));
  output = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => { output += String(text); return true; });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const { problems } = readSuite();
const [known, other] = problems.filter(({ half, set }) => half === 'tuning' && set === 'kan');

/** A peer in the place of Python: it notes how it was called and answers with the truth of the first problem. */
function peer(answer: string): string {
  const path = join(folder, 'python');
  writeFileSync(path, `#!/bin/sh\necho "$@" >> ${folder}/calls\nhead -2 "$3" >> ${folder}/tables\n${answer}\n`, { mode: 0o755 });
  return path;
}

const out = (): string => join(folder, 'results.jsonl');
const records = (): RunRecord[] => readFileSync(out(), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as RunRecord);
const calls = (): string[] => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
const words = (python: string, ...more: string[]): string[] => ['--method', 'gplearn', '--python', python, '--out', out(), '--set', 'kan', '--limit', '2', '--seeds', '2', '--seconds', '5', ...more];

test('every run is a line with a verdict, and the method gets rows, functions, time and seed', async () => {
  const python = peer(`echo '${JSON.stringify({ formula: known!.formula, seconds: 1.5 })}'`);
  expect(await study.run(words(python, '--irrelevant', '2'))).toBe(0);
  expect(records().map((record) => [record.problem, record.seed, record.verdict.recovered, record.seconds])).toEqual([[known!.id, 0, true, 1.5], [known!.id, 1, true, 1.5], [other!.id, 0, false, 1.5], [other!.id, 1, false, 1.5]]);
  expect(calls()[1]).toMatch(/equation_peers\.py gplearn .*rows\.csv --target y --functions square,cube,\S+ --seconds 5 --time clock --seed 1$/);
  const [header, first] = readFileSync(join(folder, 'tables'), 'utf8').split('\n');
  expect(header).toBe([...known!.inputs.map(({ name }) => name), 'z1', 'z2', 'y'].join(','));
  expect(first!.split(',').map(Number).every(Number.isFinite)).toBe(true);
  expect(output).toMatch(/gplearn +4 +2 +2 +0 +1 of 2/);
});

test('what is in the file is not run again, and an unfinished line is', async () => {
  const python = peer(`echo '{"formula": null, "seconds": 1}'`);
  expect(await study.run(words(python))).toBe(1);
  const before = records();
  const lines = before.map((record) => JSON.stringify(record));
  writeFileSync(out(), `${lines[0]}\n${lines[1]}\n${lines[2]!.slice(0, 50)}`);
  expect(await study.run(words(python))).toBe(1);
  expect(calls()).toHaveLength(4 + 2);
  expect(records().map(keyText)).toEqual(before.map(keyText));
  expect(records()[3]).toMatchObject({ formula: null, failure: 'no formula', verdict: { recovered: false, reasons: ['there is no formula'] } });
});

test('a method that fails is a line, too', async () => {
  expect(await study.run(words(peer('echo oh no >&2; exit 3'), '--limit', '1', '--seeds', '1'))).toBe(1);
  expect(records()[0]).toMatchObject({ formula: null, failure: 'ended with status 3: oh no' });
});

if (hasProcessorTime) test('processor time is what a method is told, what it is stopped by, and what the line says', async () => {
  const python = peer(`case "$*" in *'--time processor'*) echo '{"formula": "1", "seconds": 9, "processorSeconds": 4}';; esac`);
  await study.run(words(python, '--limit', '1', '--seeds', '1', '--time', 'processor'));
  expect(records()[0]).toMatchObject({ limit: 5, time: 'processor', seconds: 9, processorSeconds: 4 });
  // The same run by the clock is another one.
  await study.run(words(peer(`echo '{"formula": "1", "seconds": 9, "processorSeconds": 4}'`), '--limit', '1', '--seeds', '1'));
  expect(records().map(({ time }) => time)).toEqual(['processor', 'clock']);
});

test('lines of old runs are by the clock', async () => {
  await study.run(words(peer(`echo '{"formula": null, "seconds": 1, "processorSeconds": 1}'`), '--limit', '1', '--seeds', '1'));
  const { time: _, processorSeconds: __, ...old } = records()[0]!;
  writeFileSync(out(), `${JSON.stringify(old)}\n`);
  expect(readRecords(out())).toEqual([{ ...old, time: 'clock', processorSeconds: null }]);
});

test('the held half is run only where it is asked for', async () => {
  const python = peer(`echo '{"formula": "1", "seconds": 1}'`);
  await study.run(words(python, '--set', 'nguyen', '--limit', '100', '--seeds', '1'));
  expect(records().map(({ half }) => half)).toEqual(problems.filter(({ set, half }) => set === 'nguyen' && half === 'tuning').map(({ half }) => half));
});

test.each([
  [['--method', 'pysr', '--out', 'x'], '--method must be knotwork, gplearn, pyoperon; got "pysr".'],
  [['--method', 'gplearn'], '--out FILE must be given'],
  [['--method', 'gplearn', '--out', '/tmp/none.jsonl', '--limit', '1'], '--method gplearn needs --python PATH'],
  [['--method', 'gplearn', '--out', 'x', '--python', '/no/such/python', '--limit', '1'], '--python /no/such/python cannot be started.'],
  [['--method', 'gplearn', '--out', 'x', '--set', 'korns'], '--set must be nguyen, keijzer, kan, feynman, srsd; got "korns".'],
  [['--method', 'gplearn', '--out', 'x', '--noise', '0,-1'], '--noise must be numbers of at least 0'],
  [['--method', 'gplearn', '--out', 'x', '--time', 'cpu'], '--time must be clock, processor; got "cpu".'],
  [['--method', 'gplearn', '--out', 'x', '--irrelevant', '1'], '--irrelevant must be 0, 2; got "1".'],
  [['--method', 'gplearn', '--out', 'x', '--problems', 'nguyen-99'], '--problems must be the id of a problem of this half; got "nguyen-99".'],
  [['hello.yaml'], 'There is no file to name and nothing to override; got hello.yaml.'],
])('%j is refused', async (args, message) => {
  await expect(study.run(args)).rejects.toThrow(message);
});

test('formulas of ours are read by the names of the columns', () => {
  const columns = [{ name: 'g_', symbol: 'g' }, { name: 'e', symbol: 'e_' }, { name: 'q', symbol: 'q' }];
  expect(inNamesOfColumns('2.5e3 * g * exp(e_ / q) + log(g)', columns)).toBe('2.5e3 * g_ * exp(e / q) + log(g_)');
});

test('results of something else are refused', async () => {
  writeFileSync(out(), '{"a": 1}\n');
  await expect(study.run(words('python'))).rejects.toThrow('is no file of results of this study');
});
