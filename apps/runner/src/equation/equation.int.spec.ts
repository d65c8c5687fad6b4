import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomStream } from '@knotwork/numerics';
import { type SessionEnded, session } from '../fixtures/knotwork.js';
import { workplace } from '../fixtures/workplace.js';

/** Rows of numbers from -1 to 1 with what a function makes of them. */
function rowsOf(columns: readonly string[], rows: number, f: (x: readonly number[], noise: number) => number): string {
  const stream = randomStream(1, 'equation');
  const lines = Array.from({ length: rows }, () => {
    const x = columns.map(() => stream.uniform(-1, 1));
    return [...x, f(x, stream.normal())].join(',');
  });
  return `${[...columns, 'y'].join(',')}\n${lines.join('\n')}\n`;
}

const { folder, remove } = workplace({
  'wave.csv': rowsOf(['a', 'b'], 150, ([a, b]) => 2 * Math.sin(Math.PI * a!) + b! ** 2 - 3), 'noise.csv': rowsOf(['a', 'b'], 80, (_, noise) => noise), 'mine-equation.yaml': 'mine: true\n', 'mine.csv': 'a,y\n1,2\n2,3\n',
});
afterAll(remove);
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, { cwd: folder });

let [found, json, repeated, none, shown, again]: (SessionEnded | undefined)[] = [];
beforeAll(async () => {
  [found, json, repeated, none, shown, again] = await run(
    ['equation', 'wave.csv', '--target', 'y'], ['equation', 'wave.csv', '--target', 'y', '--seed', '2', '--out', 'again.yaml', '--json'], ['run', 'wave-equation.yaml', '--again', '--out', 'runs/repeated'], ['equation', 'noise.csv', '--target', 'y', '--json'],
    ['equation', 'noise.csv', '--target', 'y'], ['equation', 'noise.csv', '--target', 'y', '--again'],
  );
}, 120_000);

test('a table becomes an equation, and the file that repeats it', () => {
  expect([found!.status, found!.stderr]).toEqual([0, '']);
  expect(found!.stdout).toMatch(/^wave-equation\.yaml repeats what is done now: regression of "y", 150 rows\.\n/);
  expect(found!.stdout).toContain('\ny = 2 * sin(pi * a) + b ^ 2 - 3\n');
  expect(readFileSync(join(folder, 'wave-equation.yaml'), 'utf8')).toMatch(/^# Written by "knotwork equation" /);
  expect([repeated!.status, repeated!.stderr, repeated!.stdout]).toEqual([0, '', expect.stringContaining('\ny = 2 * sin(pi * a) + b ^ 2 - 3\n')]);
});

test('programs get the equation, what is known of it, and where it lies', () => {
  const answer = JSON.parse(json!.stdout) as { equation: { text: string }; file: string; folder: string };
  expect(answer).toMatchObject({ equation: { text: '2 * sin(pi * a) + b ^ 2 - 3', name: 'y', outputs: [{}], inputs: [{ name: 'a', isUsed: true }, { name: 'b', isUsed: true }] }, file: 'again.yaml', metrics: { test: {} } });
  expect(readFileSync(join(folder, answer.folder, 'result.json'), 'utf8')).toContain('"seed": 2');
});

test('of noise there is none, and that is said', () => {
  expect(none!.status).toBe(0);
  expect(JSON.parse(none!.stdout)).toMatchObject({ equation: null, reason: 'No equation was found: no column says more of the target than a constant does.' });
  expect(none!.stderr).toContain('No equation was found: ');
});

test('what was done is shown, or done again where that is wanted', () => {
  expect([shown!.status, again!.status]).toEqual([0, 0]);
  expect([shown!, again!].map(({ stdout }) => stdout.includes('--again repeats it.'))).toEqual([true, false]);
  expect(again!.stdout).toContain('\nstage 1/4 ');
});

test('what cannot be is told before anything is written', async () => {
  const refused = await run(['equation', 'wave.csv'], ['equation', 'wave.csv', '--target', 'z'], ['equation', 'wave.csv', '--target', 'y', '--seed', 'x'], ['equation', 'mine.csv', '--target', 'y'], ['equation', 'wave.csv', '--target', 'y', '--out', 'wave.csv']);
  expect(refused.map(({ status, written }) => [status, written])).toEqual(refused.map(() => [2, []]));
  expect(refused.map(({ stderr }) => stderr)).toEqual([
    expect.stringContaining('--target'), expect.stringContaining('"z"'), 'knotwork: --seed must be a whole number from 0; got "x".\n', expect.stringContaining('knotwork: '), expect.stringContaining('wave.csv'),
  ]);
  expect(readFileSync(join(folder, 'mine-equation.yaml'), 'utf8')).toBe('mine: true\n');
}, 60_000);
