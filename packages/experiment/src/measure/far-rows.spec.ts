import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { farNotes, farRows } from './far-rows.js';

const ROWS = 200;
const noise = (seed = 1): number[] => { const stream = randomStream(seed, 'far'); return Array.from({ length: ROWS }, () => stream.normal()); };
const samples = (...columns: readonly (readonly number[])[]): Samples => ({ count: columns[0]!.length, width: columns.length, values: Float64Array.from(columns[0]!.flatMap((_, n) => columns.map((column) => column[n]!))) });
const line = Array.from({ length: ROWS }, (_, n) => n / 10);
/** A line with noise and some targets in the place of others, beside the line. */
const far = (slips: Readonly<Record<number, number>>, size = 0.1, rows = ROWS) => {
  const targets = line.map((y, n) => slips[n] ?? y + size * noise()[n]!).slice(0, rows);
  return farRows(['y'], [{ targets: samples(targets), predictions: samples(line.slice(0, rows)) }])['y'];
};

test('slips are found in whatever part they are, the farthest first', () => {
  const targets = line.map((y, n) => ({ 20: 40, 150: -9 })[n] ?? y + 0.1 * noise()[n]!);
  const part = (from: number, to: number) => ({ targets: samples(targets.slice(from, to)), predictions: samples(line.slice(from, to)) });
  const { y } = farRows(['y'], [part(0, 120), part(120, ROWS)]);
  expect(y).toEqual({ rows: 2, share: 0.01, distance: expect.closeTo(24 / 0.1, -2), targets: [40, -9] });
  expect(farNotes({ y: y! })).toEqual([expect.stringMatching(/^2 rows \(1 %\) lie far from what the network says, at least 2\d\d times the usual distance: "y" is 40, -9 there\. /)]);
});

test('noise is none, nor are many rows, few rows, rows beside others, rounding, and a network that diverged', () => {
  for (let seed = 1; seed <= 20; seed++) expect(farRows(['y'], [{ targets: samples(line.map((y, n) => y + noise(seed)[n]!)), predictions: samples(line) }])).toEqual({});
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, k) => [7 * k, 99]));
  expect([far(many(10))?.rows, far(many(11))]).toEqual([10, undefined]);
  expect([far({ 3: 99 }, 0.1, 30)?.rows, far({ 3: 99 }, 0.1, 29)]).toEqual([1, undefined]);
  // 1 and 0.7 away where a tenth is usual: the second is beside the first.
  expect([far({ 100: 12, 101: 10.2 })?.rows, far({ 100: 11, 101: 10.8 })]).toEqual([1, undefined]);
  // Usual distances are a thousandth where all others are met: a row must be a hundredth of the spread away.
  expect([far({ 100: 10 + 1e-9 }, 0), far({ 100: 10.05 }, 0), far({ 100: 10.1 }, 0)?.rows]).toEqual([undefined, undefined, 1]);
  expect(far({ 100: NaN })).toBeUndefined();
});

test('every output has its own', () => {
  const bad = line.map((y, n) => (n === 7 ? 55 : y + 0.1 * noise()[n]!));
  const fine = line.map((y, n) => y + 0.1 * noise(2)[n]!);
  expect(farRows(['a', 'b'], [{ targets: samples(fine, bad), predictions: samples(line, line) }])).toEqual({ b: { rows: 1, share: 0.005, distance: expect.any(Number), targets: [55] } });
});
