import { expect, test } from '@jest/globals';
import type { Network, AffineMap } from '@knotwork/plugin';
import { ensembleOutputs } from './ensemble.js';

const network = (...maps: readonly AffineMap[]): Network => ({
  spec: { inputs: [], outputs: maps.map((map, q) => ({ name: `y${q}`, map })), layers: [] }, parameters: new Float64Array(),
});
const affine = (center: number, scale: number): AffineMap => ({ kind: 'affine', center, scale });
const samples = (...rows: readonly (readonly number[])[]): { count: number; width: number; values: Float64Array } => ({ count: rows.length, width: rows[0]?.length ?? 2, values: Float64Array.from(rows.flat()) });

test('outputs are added in the user\'s units, each by the maps of its own network, set by set', async () => {
  const members = [network(affine(10, 2), affine(0, 1)), network(affine(-1, 3), affine(5, 4)), network(affine(0, 1), affine(0, 1))];
  const outputs = [
    [samples([1, 2], [3, 4]), samples([0, 0])],
    [samples([1, 1], [0, -1]), samples([2, 2])],
    [samples([4, 3], [2, 1]), samples([-1, 1])],
  ];
  const asked: number[] = [];
  const [first, second] = await ensembleOutputs({ members }, (member, k) => {
    expect(member).toBe(members[k]);
    asked.push(k);
    return Promise.resolve(outputs[k]!);
  });
  expect(asked).toEqual([0, 1, 2]);
  // (12 + 2 + 4) / 3, (2 + 9 + 3) / 3; (16 - 1 + 2) / 3, (4 + 1 + 1) / 3.
  expect(first).toEqual(samples([6, 14 / 3], [17 / 3, 2]));
  expect(second).toEqual(samples([(10 + 5 - 1) / 3, 14 / 3]));
});

test('the mean of one network is what it says, and what was handed over stays as it was', async () => {
  const own = samples([0.1, -0.7]);
  const [mean] = await ensembleOutputs({ members: [network(affine(0.3, 7), affine(0, 1))] }, () => Promise.resolve([own]));
  expect([...mean!.values]).toEqual([0.1 * 7 + 0.3, -0.7]);
  expect([...own.values]).toEqual([0.1, -0.7]);
});
