import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { samplesOf } from './samples-of.js';

/** Three columns of so many rows; each number says where it stood. */
const columns = (rows: number): Float64Array[] => [0, 1, 2].map((j) => Float64Array.from({ length: rows }, (_, k) => k + j / 10));

test.each([1, 5, 1023, 1024, 1025, 3000])('of %d rows, all, some and none stand side by side in their order', (rows) => {
  const order = randomStream(3, 'order').permutation(rows);
  for (const chosen of [order, order.subarray(0, Math.ceil(rows / 3)), order.subarray(rows)]) {
    const { count, width, values } = samplesOf(columns(rows), rows, chosen);
    expect([count, width, Array.from(values)]).toEqual([chosen.length, 3, Array.from(chosen).flatMap((k) => [k, k + 0.1, k + 0.2])]);
  }
  expect(samplesOf(columns(rows), rows)).toEqual(samplesOf(columns(rows), rows, Uint32Array.from({ length: rows }, (_, k) => k)));
});
