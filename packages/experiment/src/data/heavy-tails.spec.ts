import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Rows } from '@knotwork/plugin';
import { heavyTailed } from './heavy-tails.js';

const stream = randomStream(1, 'tails');
const table = (rows: number, ...draws: ((normal: number) => number)[]): Rows => ({
  inputs: { count: rows, width: draws.length, values: Float64Array.from({ length: rows * draws.length }, (_, k) => draws[k % draws.length]!(stream.normal())) },
  targets: { count: rows, width: 1, values: new Float64Array(rows) },
});
const heavy = (z: number): number => z * Math.exp(z * z / 2);

test('tails are heavy where a few rows take up nearly all of the range, whatever the unit', () => {
  expect(heavyTailed(table(500, (z) => z, heavy, (z) => Math.exp(z / 2), (z) => 1e200 * heavy(z) + 1e200, (z) => z * z))).toEqual([1, 3]);
});

test('rare values of a class or a count, and constants, have no tails', () => {
  expect(heavyTailed(table(1000, (z) => Number(z > 2.8), () => 7, (z) => Math.max(0, Math.round(4 * z - 10))))).toEqual([]);
});
