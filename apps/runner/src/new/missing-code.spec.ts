import { expect, test } from '@jest/globals';
import { randomStream, type RandomStream } from '@knotwork/numerics';
import { missingCode } from './missing-code.js';

type Column = (stream: RandomStream, n: number, rows: number) => number;

/** Columns that are as they were measured or set. */
const CLEAN: Readonly<Record<string, Column>> = {
  uniform: (stream) => stream.uniform(0, 5),
  'far from 0': (stream) => stream.uniform(1000, 1001),
  normal: (stream) => stream.normal(),
  skewed: (stream) => Math.exp(2 * stream.normal()),
  'very skewed': (stream) => Math.tan(Math.PI * (stream.next() - 0.5)),
  decades: (stream) => 10 ** stream.uniform(-9, 3),
  steep: (_, n, rows) => Math.exp((20 * Math.floor(n / 3)) / rows),
  dilutions: (_, n) => 10 ** -(n % 8),
  'dilutions and a blank': (_, n) => (n % 9 === 8 ? 0 : 10 ** -(n % 9)),
  'few dilutions': (_, n) => 100 ** (n % 6),
  flags: (stream) => stream.integer(2),
  'rare flags': (stream) => Number(stream.next() < 0.1),
  counts: (stream) => Math.floor(-3 * Math.log(1 - stream.next())),
  'many counts': (stream) => Math.floor(Math.exp(2 + 1.5 * stream.normal())),
  levels: (stream) => [20, 25, 30, 60, 120][stream.integer(5)]!,
  percent: (stream) => Math.min(100, stream.uniform(80, 130)),
  censored: (stream) => Math.min(99, Math.max(-20, 30 * stream.normal())),
  'a bath of ice': (stream) => (stream.next() < 0.2 ? -78 : stream.uniform(20, 25)),
  'on and off': (stream) => (stream.next() < 0.3 ? 0 : stream.uniform(1000, 1002)),
  rounded: (stream) => Math.round(10 * stream.normal()) / 10,
};

test('no column that is clean has one, of any size', () => {
  let columns = 0;
  const accused: string[] = [];
  for (const [name, column] of Object.entries(CLEAN)) for (const rows of [10, 15, 24, 40, 80, 200]) for (let seed = 1; seed <= 5; seed++) {
    const stream = randomStream(seed, `${name} ${rows}`);
    columns++;
    if (missingCode(Array.from({ length: rows }, (_, n) => column(stream, n, rows))) !== null) accused.push(`${name} ${rows}`);
  }
  expect([columns, accused]).toEqual([600, []]);
});

test('numbers that stand for nothing are found at either end, with the range of the others', () => {
  const codes = [-999, -9999, 9999, -99, 99, 999.99, 1e30, -1e30];
  const found = codes.map((code) => missingCode(Array.from({ length: 60 }, (_, n) => (n % 10 === 3 ? code : 1 + (n % 17) / 4))));
  expect(found).toEqual(codes.map((value) => ({ value, rows: 6, others: [1, 5] })));
});

test('two rows may be chance, most rows are what the column holds, and of few other numbers nobody knows how far they go', () => {
  const withCode = (count: number, others: number, rows = 30) => missingCode(Array.from({ length: rows }, (_, n) => (n < count ? -999 : n % others)))?.rows;
  expect([withCode(3, 10), withCode(2, 10), withCode(15, 10), withCode(16, 10), withCode(3, 5), withCode(3, 4)]).toEqual([3, undefined, 15, undefined, 3, undefined]);
  expect(missingCode([])).toBeNull();
});
