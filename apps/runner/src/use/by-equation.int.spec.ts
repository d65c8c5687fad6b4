import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SessionEnded, session } from '../fixtures/knotwork.js';
import { workplace } from '../fixtures/workplace.js';

/** Noise alone makes the equation differ from its network. */
const file = (stages: string, more = ''): string => `knotwork: 1
name: noisy
dataset: { kind: table, path: noisy.csv, target: y${more} }
network: { widths: [2, ${more.includes('classification') ? 2 : 1}], basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, steps: 20 }${stages}]
`;
const noise = (n: number): number => 0.2 * Math.sin(12.9898 * n * n);
const law = (a: number, b: number): number => 2.5 * Math.sqrt(a) - 0.7 * b + 1;
const rows = Array.from({ length: 120 }, (_, n) => [0.02 * (n + 1), ((n * 37) % 120) / 60 - 1] as const);
const csv = (list: readonly (readonly (number | string)[])[]): string => ['a,b,y', ...list.map((row) => row.join(','))].join('\n');
const { folder, remove } = workplace({
  'noisy.yaml': file(', { kind: symbolify, functions: [sqrt, identity] }'), 'curves.yaml': file(''), 'sides.yaml': file(', symbolify', ', task: classification').replace('noisy.csv', 'sides.csv'),
  'noisy.csv': csv(rows.map(([a, b], n) => [a, b, law(a, b) + noise(n)])), 'sides.csv': csv(rows.map(([a, b], n) => [a, b, a + b + 3 * noise(n) > 1 ? 'right' : 'left'])),
  'later.csv': csv([[1, 0, 3.5], [-1, 0, 2], [0.25, 0.5, 2], [-2, 1, 1]]), 'none.csv': csv([[-1, 0, 2]]),
});
afterAll(remove);
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, { cwd: folder });
interface Output { readonly text: string; readonly difference: { readonly largest: number }; readonly error: Readonly<Record<string, number>> }
const formulaOf = (of: string): Output => (JSON.parse(readFileSync(join(folder, of, 'result.json'), 'utf8')) as { formula: { outputs: [Output] } }).formula.outputs[0];

beforeAll(async () => {
  const ended = await run(['run', 'noisy.yaml', '--out', 'noisy'], ['run', 'curves.yaml', '--out', 'curves'], ['run', 'sides.yaml', '--out', 'sides']);
  expect(ended.map(({ status }) => status)).toEqual([0, 0, 0]);
}, 120_000);

test('predictions by the equation have the numbers that are printed, and NaN with the reason where it has no value', async () => {
  const [told, asJson, slopes, network] = await run(
    ['predict', 'noisy', 'later.csv', '--equation'], ['predict', 'noisy', 'later.csv', '--equation', '--json', '--quiet'], ['predict', 'noisy', 'later.csv', '--equation', '--derivatives', 'b', '--quiet'],
    ['predict', 'noisy', 'later.csv', '--json', '--quiet'],
  );
  const { text } = formulaOf('noisy');
  const [p, q, r] = /^([\d.]+) \* sqrt\(a\) - ([\d.]+) \* b \+ ([\d.]+)$/.exec(text)!.slice(1).map(Number) as [number, number, number];
  const said = told!.stdout.trimEnd().split('\n').slice(1).map((line) => line.split(',')[0]!);
  expect([Number(said[0]), Number(said[2])]).toEqual([expect.closeTo(p + r, 12), expect.closeTo(p / 2 - q / 2 + r, 12)]);
  expect([said[1], said[3]]).toEqual(['NaN', 'NaN']);
  expect(told!.stderr).toContain('note: the equation has no value at 2 of 4 rows, where these are no numbers: sqrt(a) (2); they get NaN\n');
  // Who asks for the equation needs not be told that it is another than the network.
  expect(told!.stderr).not.toContain('--equation');
  expect([asJson!.stderr, (JSON.parse(asJson!.stdout) as { y: (number | null)[] }).y]).toEqual(['', [Number(said[0]), null, Number(said[2]), null]]);
  // Where it has no value it has no slope.
  expect(slopes!.stdout.split('\n').slice(1, 3).map((line) => Number(line.split(',')[1]))).toEqual([-q, NaN]);
  expect((JSON.parse(network!.stdout) as { y: number[] }).y[0]).not.toBeCloseTo(p + r, 6);
}, 60_000);

test('metrics by the equation are its own, of rows where it has a value', async () => {
  const [told, asJson, none] = await run(['evaluate', 'noisy', 'later.csv', '--equation'], ['evaluate', 'noisy', 'later.csv', '--equation', '--json'], ['evaluate', 'noisy', 'none.csv', '--equation']);
  expect(told!.stdout).toContain('note: the equation has no value at 2 of 4 rows, where these are no numbers: sqrt(a) (2); they are left out\n2 rows of later.csv, by the equation\n');
  const [predicted] = await run(['predict', 'noisy', 'later.csv', '--equation', '--json', '--quiet']);
  const [one, , three] = (JSON.parse(predicted!.stdout) as { y: [number, null, number] }).y;
  expect(JSON.parse(asJson!.stdout)).toMatchObject({ rows: 2, by: 'equation', metrics: { mae: expect.closeTo((Math.abs(one - 3.5) + Math.abs(three - 2)) / 2, 12) } });
  expect([none!.status, none!.stderr]).toEqual([2, 'knotwork: noisy: the equation has no value at any of the 1 rows. Ask of its network, or give rows like those that it was found from.\n']);
}, 60_000);

test('without the option a note says how far the equation is from the network, and what to type', async () => {
  const { difference: { largest } } = formulaOf('noisy');
  expect(largest).toBeGreaterThan(0.01);
  const far = `of the network, from which the printed equation of "y" differs by up to ${largest >= 0.01 ? Number(largest.toPrecision(3)) : ''} of its spread: `;
  const [predicted, quiet, measured, written, curves] = await run(
    ['predict', 'noisy', 'later.csv'], ['predict', 'noisy', 'later.csv', '--quiet'], ['evaluate', 'noisy', 'later.csv'], ['export', 'noisy', '--to', 'javascript'], ['predict', 'curves', 'later.csv'],
  );
  expect(predicted!.stderr).toContain(`note: predictions are those ${far}--equation predicts by the equation\n`);
  expect(measured!.stdout).toContain(`note: metrics are those ${far}--equation measures the equation\n`);
  expect(written!.stdout).toContain(`note: the files are ${far}"knotwork symbolic noisy --to python" writes the equation\n`);
  expect([quiet!.stderr, curves!.stderr.includes('equation')]).toEqual(['', false]);
}, 60_000);

test('of a classification the equations are its scores', async () => {
  const [predicted, measured] = await run(['predict', 'sides', 'noisy.csv', '--equation', '--json', '--quiet'], ['evaluate', 'sides', 'sides.csv', '--equation', '--json']);
  const columns = JSON.parse(predicted!.stdout) as Record<'y' | 'probability left' | 'probability right', (number | string)[]>;
  expect(columns.y.slice(0, 3)).toEqual(columns['probability left'].slice(0, 3).map((p) => (Number(p) > 0.5 ? 'left' : 'right')));
  const { metrics } = JSON.parse(measured!.stdout) as { metrics: { accuracy: number } };
  expect(metrics.accuracy).toBeGreaterThan(0.7);
}, 60_000);

test('what cannot be is refused before anything is read', async () => {
  const ended = await run(
    ['predict', 'curves', 'gone.csv', '--equation', '--out', 'never.csv'], ['evaluate', 'curves', 'later.csv', '--equation'], ['predict', 'noisy', 'gone.csv', '--equation', '--interval', '0.9'],
    ['predict', 'noisy', 'gone.csv', '--equation', '--derivatives', 'c'],
  );
  expect(ended.map(({ status, stdout }) => [status, stdout])).toEqual(ended.map(() => [2, '']));
  const noEquation = 'knotwork: curves: the network is no equation: 2 of its edges are curves still. Prune it, and make functions of its edges: add { kind: prune, eliminate: true } and { kind: symbolify } to the stages.\n';
  expect(ended.map(({ stderr }) => stderr)).toEqual([
    noEquation, noEquation,
    'knotwork: --interval is for the network: constants of an equation are fitted to validation rows, too, so that its errors there say too little of new ones. Leave --interval out, or --equation.\n',
    expect.stringContaining('"c"'),
  ]);
  expect(existsSync(join(folder, 'never.csv'))).toBe(false);
}, 60_000);
