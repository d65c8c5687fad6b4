import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomStream } from '@knotwork/numerics';
import { type SessionEnded, session } from '../fixtures/knotwork.js';
import { sourceTree, workplace } from '../fixtures/workplace.js';

/** Rows of numbers from -1 to 1 with what a function makes of them. */
function rowsOf(columns: readonly string[], rows: number, f: (x: readonly number[], noise: number) => number): string {
  const stream = randomStream(1, 'equation');
  const lines = Array.from({ length: rows }, () => {
    const x = columns.map(() => stream.uniform(-1, 1));
    return [...x, f(x, stream.normal())].join(',');
  });
  return `${[...columns, 'y'].join(',')}\n${lines.join('\n')}\n`;
}

/** Rows in which a cell is empty, each in a table of its own, in which half of another column is: with seed 1 the first one is trained on, the second one is not. */
const GAPS = [1, 6];
const withGap = (row: number): string => rowsOf(['a', 'b', 'c'], 40, ([a, b]) => a! + 2 * b!).split('\n').map((line, k) => line.split(',').map((cell, c) => ((c === 1 && k === row) || (c === 2 && k > 0 && k % 4 !== 1 && k % 4 !== 2) ? '' : cell)).join(',')).join('\n');

/** A law of twelve rows whose errors are 1 % of each target. */
function arrhenius(): string {
  const stream = randomStream(2, 'arrhenius');
  const rows = Array.from({ length: 12 }, () => { const T = stream.uniform(280, 390); return `${T},${1e9 * Math.exp(-6000 / T) * (1 + 0.01 * stream.normal())}`; });
  return `T,y\n${rows.join('\n')}\n`;
}

/** Weibull's distribution, from 0 on: its errors are 1 % of the spread of the targets. */
function weibull(): string {
  const stream = randomStream(1, 'weibull');
  return `t,y\n${Array.from({ length: 40 }, (_, n) => `${0.225 * n},${1 - Math.exp(-(((0.225 * n) / 3) ** 1.7)) + 0.0035 * stream.normal()}\n`).join('')}`;
}

const { folder, remove } = workplace({
  'arrhenius.csv': arrhenius(), 'weibull.csv': weibull(),
  'edge.csv': `t,y\n${Array.from({ length: 25 }, (_, n) => `${2 + n / 2},${3.3 * Math.sqrt(n / 2) + 1}\n`).join('')}`,
  ...Object.fromEntries(GAPS.map((row) => [`gap-${row}.csv`, withGap(row)])),
  'wave.csv': rowsOf(['a', 'b'], 150, ([a, b]) => 2 * Math.sin(Math.PI * a!) + b! ** 2 - 3), 'noise.csv': rowsOf(['a', 'b'], 80, (_, noise) => noise), 'mine-equation.yaml': 'mine: true\n',
  'law.csv': rowsOf(['a', 'b', 'c'], 60, ([a, b]) => a! * b!), 'few.csv': 'b,a,y\n0.3,0.2,0.06\n-0.5,0.4,-0.2\n', 'less.csv': 'a\n0.2\n',
  'slip.csv': rowsOf(['a', 'b', 'kind', 'sure'], 60, ([a]) => 2 * a!).split('\n').map((line, k) => line.split(',').map((cell, c) => (k === 3 && c === 1 ? '0.5O' : c > 1 && c < 4 && k > 0 ? [['red', 'blue'], ['no', 'yes', 'yes']][c - 2]![k % (c === 2 ? 2 : 3)] : cell)).join(',')).join('\n'),
  'wide.csv': rowsOf(Array.from({ length: 400 }, (_, k) => `c${k}`), 60, ([a, b]) => a! + b!), 'line.csv': rowsOf(['a', 'b', 'c'], 120, ([a, b, c]) => 3 * a! - 2 * b! + 0.5 * c!).replace(/^(-?[\d.]+),(-?[\d.]+),/m, '$1,,'), 'three.csv': 'a,y\n1,1\n2,4\n3,9\n', 'mine.csv': 'a,y\n1,2\n2,3\n',
});
afterAll(remove);
const place = { cwd: folder, env: sourceTree('committed', folder) };
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, place);

let [found, json, repeated, none, shown, again]: (SessionEnded | undefined)[] = [];
beforeAll(async () => {
  [found, json, repeated, none, shown, again] = await run(
    ['equation', 'wave.csv', '--target', 'y'], ['equation', 'wave.csv', '--target', 'y', '--seed', '2', '--out', 'again.yaml', '--json'], ['run', 'wave-equation.yaml', '--again', '--out', 'runs/repeated'], ['equation', 'noise.csv', '--target', 'y', '--json'],
    ['equation', 'noise.csv', '--target', 'y'], ['equation', 'noise.csv', '--target', 'y', '--again'],
  );
}, 400_000);

test('a table becomes an equation, and the file that repeats it', () => {
  expect([found!.status, found!.stderr]).toEqual([0, '']);
  expect(found!.stdout).toMatch(/^wave-equation\.yaml repeats what is done now: regression of "y", 150 rows\.\n/);
  expect(found!.stdout).toContain('\ny = 2 * sin(pi * a) + b ^ 2 - 3\n');
  expect(readFileSync(join(folder, 'wave-equation.yaml'), 'utf8')).toMatch(/^# Written by "knotwork equation" /);
  expect([repeated!.status, repeated!.stderr, repeated!.stdout]).toEqual([0, '', expect.stringContaining('\ny = 2 * sin(pi * a) + b ^ 2 - 3\n')]);
});

test('gaps in columns are told', async () => {
  const [line] = await run(['equation', 'line.csv', '--target', 'y']);
  expect([line!.status, line!.stderr]).toEqual([0, '']);
  expect(line!.stdout).toContain('empty cells in "b" (1 of 120): their rows are left out\n');
}, 400_000);

test('a gap in a row that is trained on is an input, and one in another row is none', async () => {
  const ended = await run(...GAPS.map((row) => ['equation', `gap-${row}.csv`, '--target', 'y', '--json']));
  expect(ended.map(({ status, stderr }) => [status, stderr.split('\n')[1]])).toEqual(GAPS.map(() => [0, 'empty cells in "b" (1 of 40), "c" (20 of 40): they get the mean of the column, and an input says where they were']));
  expect(ended.map(({ stdout }) => (JSON.parse(stdout) as { equation: { inputs: { name: string }[] } }).equation.inputs.map(({ name }) => name))).toEqual([['a', 'b', 'b missing', 'c', 'c missing'], ['a', 'b', 'c', 'c missing']]);
}, 400_000);

test('predictions of an equation ask for its columns alone', async () => {
  const [equation] = await run(['equation', 'law.csv', '--target', 'y', '--json']);
  const answer = JSON.parse(equation!.stdout) as { folder: string };
  const [few, less, measured] = await run(['predict', answer.folder, 'few.csv'], ['predict', answer.folder, 'less.csv'], ['evaluate', answer.folder, 'few.csv', '--json']);
  expect(answer).toMatchObject({ equation: { text: 'a * b', inputs: [{ name: 'a', isUsed: true }, { name: 'b', isUsed: true }, { name: 'c', isUsed: false }] } });
  expect([few!.status, few!.stderr]).toEqual([0, '']);
  expect(few!.stdout.trim().split('\n').slice(1).map(Number.parseFloat).map((v) => v.toFixed(9))).toEqual(['0.060000000', '-0.200000000']);
  expect([less!.status, less!.stderr]).toEqual([2, 'knotwork: less.csv has no column "b", which the network needs; it has "a". Rename or add it.\n']);
  expect((JSON.parse(measured!.stdout) as { metrics: { rmse: number } }).metrics.rmse).toBeLessThan(1e-9);
}, 400_000);

test('a column that is left out for a slip is named again behind the equation, and columns of text are told to be several inputs', async () => {
  const [said, asJson] = await run(['equation', 'slip.csv', '--target', 'y'], ['equation', 'slip.csv', '--target', 'y', '--again', '--force', '--json']);
  expect([said!.status, said!.stderr]).toEqual([0, '']);
  const slip = 'all but 1 of 60 cells are numbers: "0.5O" in line 4 of slip.csv; make it a number, or empty, and it is an input';
  const lines = said!.stdout.trimEnd().split('\n');
  expect(lines).toContain('text in "kind" (2): an input for each value, 1 where it is and else 0');
  expect(lines).toContain('text in "sure": yes becomes 1, no 0');
  expect(lines[1]).toBe(`left out: "b", ${slip}`);
  expect(lines.at(-1)).toBe(`note: "b" was no input, so that the equation lacks it: ${slip}`);
  expect(lines.indexOf('y = 2 * a')).toBeGreaterThan(2);
  expect(JSON.parse(asJson!.stdout)).toMatchObject({ equation: { text: '2 * a' }, notes: [`"b" was no input, so that the equation lacks it: ${slip}`] });
  expect(JSON.parse(json!.stdout)).not.toHaveProperty('notes');
}, 400_000);

test('of three rows nothing can be told, and that is said', async () => {
  const [three] = await run(['equation', 'three.csv', '--target', 'y', '--json']);
  expect(JSON.parse(three!.stdout)).toMatchObject({ equation: null, reason: 'No equation was found: of 3 rows nobody can tell a law from chance. Add rows.' });
}, 60_000);

test('a law of few rows is fitted to all of them but the test rows, and what is told counts them', async () => {
  const [said, told] = await run(['equation', 'arrhenius.csv', '--target', 'y'], ['equation', 'arrhenius.csv', '--target', 'y', '--json']);
  expect([said!.status, said!.stderr, told!.status]).toEqual([0, '', 0]);
  expect(said!.stdout).toContain(' 12 rows.\nfew rows: a fifth of them is for the test, and all others are compared on and fitted to; none is left to validate\n');
  expect(said!.stdout).toMatch(/\nRMSE: train [\d.]+, validation -, test [\d.]+\n/);
  const { equation, metrics, folder: where } = JSON.parse(told!.stdout) as { equation: { text: string; rows: number; error: object; difference: object }; metrics: { validation: null; test: object }; folder: string };
  expect(equation).toMatchObject({ text: expect.stringMatching(/^\d+ \* exp\(-\d{4}(\.\d+)? \/ T\)$/), rows: 10, difference: { rows: 10 }, error: { train: expect.any(Number), validation: null } });
  expect(metrics).toMatchObject({ validation: null, test: { rmse: expect.any(Number) } });
  const { choice } = JSON.parse(readFileSync(join(folder, where, 'result.json'), 'utf8')) as { choice: { rows: number; chosen: number; networks: { description?: number }[] } };
  expect([choice.rows, choice.networks[choice.chosen]!.description]).toEqual([10, Math.min(...choice.networks.flatMap(({ description }) => description ?? []))]);
}, 400_000);

test('a law of a power is found where its column begins at 0', async () => {
  const [{ stdout }] = await run(['equation', 'weibull.csv', '--target', 'y', '--json']) as [SessionEnded];
  const [, scale, exponent] = /^1 - exp\(-([\d.]+) \* t \^ ([\d.]+)\)$/.exec((JSON.parse(stdout) as { equation: { text: string } }).equation.text)!;
  expect([Number(scale), Number(exponent)]).toEqual([expect.closeTo(3 ** -1.7, 2), expect.closeTo(1.7, 1)]);
}, 100_000);

test('a law is found whose domain ends at a row, which is held back from a part of the comparison', async () => {
  const [{ stdout }] = await run(['equation', 'edge.csv', '--target', 'y', '--json']) as [SessionEnded];
  expect((JSON.parse(stdout) as { equation: { text: string } }).equation.text).toBe('3.3 * sqrt(t - 2) + 1');
}, 100_000);

test('programs get the equation, what is known of it, and where it lies', () => {
  const answer = JSON.parse(json!.stdout) as { equation: { text: string }; file: string; folder: string };
  expect(answer).toMatchObject({ equation: { text: '2 * sin(pi * a) + b ^ 2 - 3', name: 'y', outputs: [{ front: expect.arrayContaining([{ complexity: 12, text: '2 * sin(pi * a) + b ^ 2 - 3', error: expect.any(Number) }]) }], inputs: [{ name: 'a', isUsed: true }, { name: 'b', isUsed: true }] }, file: 'again.yaml', metrics: { test: {} } });
  expect(readFileSync(join(folder, answer.folder, 'result.json'), 'utf8')).toContain('"seed": 2');
});

test('of noise there is none, and that is said', () => {
  expect(none!.status).toBe(0);
  expect(JSON.parse(none!.stdout)).toMatchObject({ equation: null, reason: 'No equation was found: nothing that was looked for says more of the target than a constant does.' });
  expect(none!.stderr).toContain('No equation was found: ');
});

test('what was done is shown, or done again where that is wanted', () => {
  expect([shown!.status, again!.status]).toEqual([0, 0]);
  expect([shown!, again!].map(({ stdout }) => stdout.includes('--again repeats it.'))).toEqual([true, false]);
  expect(again!.stdout).toContain('\nstage 1/4 ');
});

test('a table of more columns than can be fitted at once is told how many would do, and what else there is', async () => {
  const [wide] = await run(['equation', 'wide.csv', '--target', 'y']);
  expect([wide!.status, wide!.written]).toEqual([2, []]);
  expect(wide!.stderr).toBe('knotwork: wide.csv must have fewer columns for an equation: all numbers of its curves are fitted at once, which the first 133 of its 400 columns leave room for. '
    + 'Keep the ones that may matter in the table, or fit a network without an equation: "knotwork new wide.csv --target y" writes a file for one.\n');
}, 60_000);

test('what cannot be is told before anything is written', async () => {
  const refused = await run(['equation', 'wave.csv'], ['equation', 'wave.csv', '--target', 'z'], ['equation', 'wave.csv', '--target', 'y', '--seed', 'x'], ['equation', 'mine.csv', '--target', 'y'], ['equation', 'wave.csv', '--target', 'y', '--out', 'wave.csv'], ['equation', 'wave.csv', '--target', 'y', '--out', 'other.csv']);
  expect(refused.map(({ status, written }) => [status, written])).toEqual(refused.map(() => [2, []]));
  expect(refused.map(({ stderr }) => stderr)).toEqual([
    expect.stringContaining('--target'), expect.stringContaining('"z"'), 'knotwork: --seed must be a whole number from 0; got "x".\n', expect.stringContaining('knotwork: '), expect.stringContaining('wave.csv'),
    'knotwork: --out must name an experiment file, which ends in .yaml; got "other.csv". Write --out other.yaml.\n',
  ]);
  expect(readFileSync(join(folder, 'mine-equation.yaml'), 'utf8')).toBe('mine: true\n');
}, 60_000);
