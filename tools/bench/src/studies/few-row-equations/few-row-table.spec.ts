import { expect, test } from '@jest/globals';
import { standardDeviation } from '@knotwork/numerics';
import { CASES, type FewRowCase, type FewRowInput } from './cases.js';
import { digitsSwapped, fewRowTable, pointsOf } from './few-row-table.js';

const input = (name: string, min: number, max: number, levels?: readonly number[]): FewRowInput => ({ name, sample: 'uniform', min, max, ...(levels === undefined ? {} : { levels }) });
const line: FewRowCase = { group: 'laws', formula: '2 + 3 * x', inputs: [input('x', 1, 9), input('n', 0, 1)], rows: 30, noise: 0 };
const numbers = ({ rows }: { readonly rows: readonly (readonly string[])[] }): number[][] => rows.map((row) => row.map(Number));

test('a case and a seed give one table, of the law and its noise', () => {
  const [clean, noisy] = [fewRowTable('line', line, 1), fewRowTable('line', { ...line, noise: 0.1 }, 1)];
  expect(clean.header).toEqual(['x', 'n', 'y']);
  expect(clean.rows).toHaveLength(30);
  for (const [x, , y] of numbers(clean)) expect(y).toBeCloseTo(2 + 3 * x!, 12);
  expect(clean).toMatchObject({ noise: 0, wrong: [] });
  // The numbers themselves: a table that was quoted can be made again.
  expect(clean.rows[0]).toEqual(['7.5379640969015815', '0.39118556412944316', '24.613892290704744']);
  expect(fewRowTable('line', line, 1)).toEqual(clean);
  expect([fewRowTable('line', line, 2).rows[0], fewRowTable('other', line, 1).rows[0]]).not.toContainEqual(clean.rows[0]);
  const [left, spread] = [numbers(noisy).map((row, n) => row[2]! - numbers(clean)[n]![2]!), standardDeviation(numbers(clean).map((row) => row[2]!))];
  expect(Math.sqrt(left.reduce((sum, r) => sum + r * r, 0) / 30)).toBeCloseTo(noisy.noise, 12);
  // Of 30 normal numbers the root mean square is within 4 standard errors.
  expect(Math.abs(noisy.noise / (0.1 * spread) - 1)).toBeLessThan(4 / Math.sqrt(60));
  expect(Math.max(...numbers(fewRowTable('line', { ...line, noise: 0.1, isInProportion: true }, 1)).map((row, n) => Math.abs(row[2]! / numbers(clean)[n]![2]! / (1 + left[n]! / (0.1 * spread) * 0.1) - 1)))).toBeLessThan(1e-12);
});

test('every case has a table, of 8 to 150 rows and one to five columns', () => {
  for (const [name, one] of Object.entries(CASES)) {
    const { header, rows } = fewRowTable(name, one, 1);
    expect(header.length).toBeLessThanOrEqual(6);
    expect(rows.length).toBeGreaterThanOrEqual(8);
    expect(rows.length).toBeLessThanOrEqual(150);
    expect(numbers({ rows }).flat().every(Number.isFinite)).toBe(true);
  }
});

test('of levels there is every combination so many times, beside columns that are drawn', () => {
  expect(pointsOf({ kind: 'factorial', times: 2 }, [input('a', 0, 1, [0, 1]), input('x', 0, 1), input('b', 5, 6, [5, 6])])).toEqual([[0, null, 5], [0, null, 5], [0, null, 6], [0, null, 6], [1, null, 5], [1, null, 5], [1, null, 6], [1, null, 6]]);
  const { rows } = fewRowTable('levels', { ...line, inputs: [input('x', 1, 9), input('n', 0, 1, [0, 1])], rows: { kind: 'factorial', times: 5 } }, 1);
  expect(rows.map((row) => row[1])).toEqual([...Array<string>(5).fill('0'), ...Array<string>(5).fill('1')]);
  expect(new Set(rows.map((row) => row[0])).size).toBe(10);
});

test('designs have their points: pairs of factors at their ends, and corners as far from the centre as axes', () => {
  const three = [input('a', -1, 1), input('b', -1, 1), input('c', 10, 30)];
  const box = pointsOf({ kind: 'box-behnken', times: 3 }, three).map(([a, b, c]) => [a!, b!, (c! - 20) / 10]);
  expect(box).toHaveLength(15);
  expect(box.map((point) => point.filter((code) => code !== 0).length)).toEqual([...Array<number>(12).fill(2), 0, 0, 0]);
  expect(new Set(box.map(String)).size).toBe(13);
  const central = pointsOf({ kind: 'central composite', times: 2 }, three.slice(0, 2)) as number[][];
  expect(central.map(([a, b]) => Math.round(1e9 * Math.hypot(a!, b!)) / 1e9)).toEqual([...Array<number>(8).fill(1), 0, 0]);
  expect(new Set(central.map(String)).size).toBe(9);
});

test('a slip is one target that shows, -999 stands in so many cells, and copies follow each row', () => {
  const clean = numbers(fewRowTable('line', line, 1));
  // Most of its targets are so small that no slip of them shows.
  const power: FewRowCase = { ...line, formula: 'x^9', inputs: [input('x', 0, 1)] };
  for (const [by, seed] of (['times ten', 'digits swapped'] as const).flatMap((kind) => Array.from({ length: 20 }, (_, k) => [kind, k] as const))) {
    const [before, { rows, wrong }] = [numbers(fewRowTable('power', power, seed)), fewRowTable('power', { ...power, disturbance: { kind: 'slip', by } }, seed)];
    expect(numbers({ rows }).flatMap((row, n) => (String(row) === String(before[n]) ? [] : [n]))).toEqual(wrong);
    const [was, is] = [before[wrong[0]!]![1]!, Number(rows[wrong[0]!]![1])];
    expect(is).toBe(by === 'times ten' ? 10 * was : digitsSwapped(was));
    expect(Math.abs(is - was)).toBeGreaterThan(0.2 * standardDeviation(before.map((row) => row[1]!)));
  }
  for (const [at, column] of line.inputs.map(({ name }) => name).concat('y').entries()) {
    const { rows, wrong } = fewRowTable('line', { ...line, disturbance: { kind: 'sentinel', column, cells: 4 } }, 1);
    expect(wrong).toHaveLength(4);
    expect(numbers({ rows })).toEqual(clean.map((row, n) => (wrong.includes(n) ? row.with(at, -999) : row)));
  }
  expect(numbers(fewRowTable('line', { ...line, disturbance: { kind: 'copies', times: 3 } }, 1))).toEqual(clean.flatMap((row) => [row, row, row]));
});

test('digits that are the same are not swapped', () => {
  expect([12.5, 11.5, -0.0473, 4.5e-7, 7.0].map(digitsSwapped)).toEqual([21.5, 15.1, -0.0743, 5.4e-7, 7]);
});
