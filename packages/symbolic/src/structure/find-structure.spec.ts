import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { findStructure, type FoundStructure, type Part, structureText } from './index.js';

type Of = (...x: number[]) => number;
const ROWS = 400;

/** What a fit of a function would be: its values and a smooth error, some waves that change over half a unit or so. */
function fitOf(f: Of, width: number, [low, high]: readonly [number, number], error: number, seed: number): { readonly rows: Samples; readonly evaluate: (points: Samples) => Float64Array; readonly spread: number } {
  const stream = randomStream(seed, 'fit');
  const rows = { count: ROWS, width, values: Float64Array.from({ length: ROWS * width }, () => stream.uniform(low, high)) };
  const waves = Array.from({ length: 12 }, () => ({ of: Array.from({ length: width }, () => (4 * stream.normal()) / (high - low)), phase: stream.uniform(0, 2 * Math.PI) }));
  const values = (points: Samples): Float64Array => Float64Array.from({ length: points.count }, (_, n) => f(...points.values.subarray(n * width, (n + 1) * width)));
  const exact = values(rows);
  const mean = exact.reduce((a, b) => a + b) / ROWS;
  const spread = Math.sqrt(exact.reduce((sum, v) => sum + (v - mean) ** 2, 0) / ROWS);
  const wrong = ({ values: at }: Samples, n: number): number => waves.reduce((sum, wave) => sum + Math.cos(wave.of.reduce((phase, w, i) => phase + w * at[n * width + i]!, wave.phase)), 0) / Math.sqrt(6);
  return { rows, spread, evaluate: (points) => values(points).map((v, n) => v + error * spread * wrong(points, n)) };
}

const found = (f: Of, width: number, box: readonly [number, number], error: number, seed: number): Promise<FoundStructure> => {
  const { rows, evaluate, spread } = fitOf(f, width, box, error, seed);
  return findStructure({ evaluate, rows, error: Math.max(error, 1e-7) * spread, seed });
};

/** (0 + 1) for sums, (0 * 1) for products, f(0 + 1), [0, 1] for what is together. */
function short(part: Part | null): string {
  if (part === null) return 'nothing';
  if (part.kind === 'input') return String(part.input);
  const of = part.of.map(short);
  return { sum: `(${of.join(' + ')})`, product: `(${of.join(' * ')})`, function: `f(${of.join(' + ')})`, joint: `[${of.join(', ')}]` }[part.kind];
}

const CASES: readonly (readonly [string, number, readonly [number, number], Of, string, number?])[] = [
  ['xy', 2, [-1, 1], (x, y) => x! * y!, '(0 * 1)'],
  ['3 + xy', 2, [-1, 1], (x, y) => 3 + x! * y!, '(0 * 1)'],
  ['x + y^2', 2, [-1, 1], (x, y) => x! + y! ** 2, '(0 + 1)'],
  ['(u + v) / (1 + u v)', 2, [-0.9, 0.9], (u, v) => (u! + v!) / (1 + u! * v!), 'f(0 + 1)'],
  ['sqrt(x^2 + y^2)', 2, [-1, 1], (x, y) => Math.hypot(x!, y!), 'f(0 + 1)'],
  ['ab + cd', 4, [-1, 1], (a, b, c, d) => a! * b! + c! * d!, '((0 * 1) + (2 * 3))'],
  ['(a + b)(c - d)', 4, [-1, 1], (a, b, c, d) => (a! + b!) * (c! - d!), '((0 + 1) * (2 + 3))'],
  ['x exp(-y^2)', 2, [-2, 2], (x, y) => x! * Math.exp(-(y! ** 2)), '(0 * 1)'],
  ['sin(x)(y + 1)', 2, [-3, 3], (x, y) => Math.sin(x!) * (y! + 1), '(0 * 1)'],
  ['log(a / (b + c))', 3, [1, 3], (a, b, c) => Math.log(a! / (b! + c!)), '(0 + f(1 + 2))'],
  ['1 / sqrt((a - b)^2 + (c - d)^2)', 4, [0, 1], (a, b, c, d) => 1 / Math.hypot(a! - b! - 2, c! - d! - 2), 'f(f(0 + 1) + f(2 + 3))', 1e-4],
  ['(a b + c) sin(d)', 4, [0.5, 2], (a, b, c, d) => (a! * b! + c!) * Math.sin(d!), '(((0 * 1) + 2) * 3)'],
  ['sin(ab + c^3 d), nothing apart', 3, [-1, 1], (a, b, c) => Math.sin(a! * b! + b! * c! ** 3 + c! * a!), '[0, 1, 2]'],
  ['a alone', 2, [-1, 1], (a) => a! ** 2, '0'],
];
test.each(CASES)('%s', async (_, width, box, f, expected, most = 1e-3) => {
  for (const error of [0, 1e-4, most]) for (const seed of [1, 2]) expect([error, seed, short((await found(f, width, box, error, seed)).root)]).toEqual([error, seed, expected]);
});

test('where errors hide it nothing is said', async () => {
  for (const seed of [1, 2, 3]) {
    const { isTelling } = await found((x, y) => x! * y!, 2, [-1, 1], 0.5, seed);
    expect([seed, isTelling]).toEqual([seed, false]);
  }
});

test('names', () => {
  const input = (i: number): Part => ({ kind: 'input', input: i });
  const text = (root: Part | null, unused: number[] = []): string => structureText({ root, unused, isTelling: true }, ['x1', 'x2', 'x3', 'x4']);
  expect(text({ kind: 'sum', of: [{ kind: 'product', of: [input(0), input(1)], constant: 0 }, input(2)] }, [3])).toBe('x1 and x2 multiply; f(x1, x2) and x3 add up; x4 makes no difference');
});
