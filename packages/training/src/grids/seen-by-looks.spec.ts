import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { PointRows } from '@knotwork/plugin';
import { seenByLooks } from './seen-by-looks.js';

const stream = randomStream(1, 'batch');
/** Rows whose inputs are their number and its negative, with targets and weights of ten and a hundred times as much. */
function numbered(count: number): PointRows {
  const number = Float64Array.from({ length: count }, (_, k) => k);
  return {
    inputs: { count, width: 2, values: Float64Array.from({ length: 2 * count }, (_, k) => (k % 2 === 0 ? k / 2 : -(k - 1) / 2)) },
    targets: { count, width: 1, values: number.map((k) => 10 * k) }, weights: number.map((k) => 100 * k),
  };
}

test('looks see rows of five batches, whole and evenly spread', () => {
  const { inputs, targets, weights } = seenByLooks({ data: numbered(9000) }, { data: { size: 600, stream } })!['data']!;
  expect([inputs.count, inputs.width, targets!.count, targets!.width]).toEqual([3000, 2, 3000, 1]);
  const rows = Array.from({ length: 3000 }, (_, k) => 3 * k);
  expect([...inputs.values]).toEqual(rows.flatMap((k) => [k, -k]));
  expect([...targets!.values]).toEqual(rows.map((k) => 10 * k));
  expect([...weights!]).toEqual(rows.map((k) => 100 * k));
});

test('of small batches they see a thousand rows, and of sets without batches all', () => {
  const [data, other] = [numbered(5000), { inputs: { count: 2, width: 1, values: Float64Array.of(1, 2) } }];
  const seen = seenByLooks({ data, other }, { data: { size: 8, stream } })!;
  expect(seen['data']!.inputs.count).toBe(1024);
  expect(seen['other']).toBe(other);
  expect(Object.keys(seenByLooks({ other: data, data: other }, { other: { size: 8, stream } })!['other']!)).toEqual(['inputs', 'targets', 'weights']);
});

test('where that is all there are, they see what steps see', () => {
  expect(seenByLooks({ data: numbered(5000) }, undefined)).toBeNull();
  expect(seenByLooks({ data: numbered(5000) }, { data: { size: 1000, stream } })).toBeNull();
  expect(seenByLooks({ data: numbered(1024) }, { data: { size: 8, stream } })).toBeNull();
});
