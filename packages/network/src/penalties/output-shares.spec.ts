import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { edgeSpreads, meanAndDeviation } from './edge-spreads.js';
import { edgesFrom } from '../features/edge-functions.js';
import { makeNetwork } from '../fixtures/make-network.js';
import { outputShares } from './output-shares.js';
import { columnOf } from '../standardize.js';

const { structure, network } = makeNetwork([2, 2, 1]);

test('an edge has its share of the deviation of its node, times the score of the node', () => {
  const { edgeScore, nodeScore } = outputShares(structure, [{ sd: [Float64Array.of(1, 2, 3, 0)], sums: Float64Array.of(4, 2) }, { sd: [Float64Array.of(0.3, 0.1)], sums: Float64Array.of(0.4) }]);
  expect(nodeScore[2]).toEqual(Float64Array.of(1));
  expect([...edgeScore[1]![0]!]).toEqual([0.3 / 0.4, 0.1 / 0.4]);
  expect([...nodeScore[1]!]).toEqual([0.3 / 0.4, 0.1 / 0.4]);
  const expected = [0.75 * 1 / 4, 0.25 * 2 / 2, 0.75 * 3 / 4, 0];
  edgeScore[0]![0]!.forEach((v, e) => { expect(v).toBeCloseTo(expected[e]!, 14); });
  expect(nodeScore[0]![0]).toBeCloseTo(expected[0]! + expected[1]!, 14);
});

test('an edge into a node that does not vary has no share', () => {
  const { edgeScore } = outputShares(structure, [{ sd: [Float64Array.of(1, 2, 3, 0)], sums: Float64Array.of(0, 2) }, { sd: [Float64Array.of(0.3, 0.1)], sums: Float64Array.of(0.4) }]);
  expect([...edgeScore[0]![0]!].map(Number.isFinite)).toEqual([true, true, true, true]);
  expect(edgeScore[0]![0]![0]).toBe(0);
});

test('shares do not change when a hidden node shrinks and the edge that leaves it steepens', () => {
  const stream = randomStream(2, 'rows');
  const x: Samples = { count: 40, width: 2, values: Float64Array.from({ length: 80 }, () => stream.uniform(-1, 1)) };
  const [spread] = edgeSpreads({ ...structure, layers: [structure.layers[0]!] }, network.parameters, () => x);
  const half = { sd: spread!.sd.map((of) => of.map((v, e) => (e % 2 === 0 ? v / 2 : v))), sums: spread!.sums.map((v, o) => (o === 0 ? v / 2 : v)) };
  const last = { sd: [Float64Array.of(0.3, 0.1)], sums: Float64Array.of(0.4) };
  expect(outputShares(structure, [half, last])).toEqual(outputShares(structure, [spread!, last]));
});

test('spreads are means and deviations of edge functions and of their sums', () => {
  const stream = randomStream(3, 'rows');
  const x: Samples = { count: 40, width: 2, values: Float64Array.from({ length: 80 }, () => stream.uniform(-1, 1)) };
  const layer = structure.layers[0]!;
  const [spread] = edgeSpreads({ ...structure, layers: [layer] }, network.parameters, () => x);
  const edges = [0, 1].map((i) => edgesFrom(layer, network.parameters, i, columnOf(x, i), 0));
  const [mean, sd] = meanAndDeviation(edges[1]!.subarray(0, 40));
  expect([spread!.mean[0]![2], spread!.sd[0]![2]]).toEqual([mean, sd]);
  expect(sd).toBeCloseTo(Math.sqrt(edges[1]!.subarray(0, 40).reduce((s, v) => s + v * v, 0) / 40 - mean ** 2), 10);
  expect(spread!.sums[1]).toBeCloseTo(meanAndDeviation(Float64Array.from({ length: 40 }, (_, n) => edges[0]![40 + n]! + edges[1]![40 + n]!))[1], 12);
});
