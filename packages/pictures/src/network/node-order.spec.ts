import { expect, test } from '@jest/globals';
import { edge, sums } from '../fixtures/networks.js';
import type { PicturedNetwork } from './network-data.js';
import { drawnNetwork, type DrawnNetwork } from './drawn-network.js';
import { byScore, inputsByScore, untangled } from './node-order.js';

/** Chains side by side: input k, hidden node `to[k]`, output k. */
const chains = (to: readonly number[], scores: readonly number[] = to.map(() => 1)): DrawnNetwork => {
  const data: PicturedNetwork = {
    inputs: to.map(String), outputs: to.map(String),
    layers: [{ nodes: sums(to.length), edges: to.map((node, k) => edge(k, node, scores[k]!)) }, { nodes: sums(to.length), edges: to.map((node, k) => edge(node, k, scores[k]!)) }],
  };
  return drawnNetwork(data, 'n', {});
};

test('hidden nodes go where connections do not cross; inputs and outputs stay', () => {
  const to = [3, 0, 4, 1, 2];
  const { order, layers } = untangled(chains(to));
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(layers.map((layer) => layer.order)).toEqual([to, [0, 1, 2, 3, 4]]);
});

test('an order that has no crossings, and one that none betters, stay as they are', () => {
  expect(untangled(chains([0, 1, 2])).layers[0]!.order).toEqual([0, 1, 2]);
  const all: PicturedNetwork = { inputs: ['a', 'b'], outputs: ['y'], layers: [{ nodes: sums(2), edges: [0, 1].flatMap((input) => [0, 1].map((sum) => edge(input, sum, 1))) }, { nodes: sums(1), edges: [edge(0, 0, 1), edge(1, 0, 1)] }] };
  expect(untangled(drawnNetwork(all, 'n', {})).layers[0]!.order).toEqual([0, 1]);
});

test('connections that matter more are untangled first', () => {
  // Both inputs lead to both nodes: only one of two orders lets the strong ones run side by side.
  const data: PicturedNetwork = {
    inputs: ['a', 'b'], outputs: ['y'],
    layers: [{ nodes: sums(2), edges: [edge(0, 0, 0.1), edge(0, 1, 0.9), edge(1, 0, 0.9), edge(1, 1, 0.1)] }, { nodes: sums(1), edges: [edge(0, 0, 1), edge(1, 0, 1)] }],
  };
  expect(untangled(drawnNetwork(data, 'n', {})).layers[0]!.order).toEqual([1, 0]);
});

test('by score: a hidden node is as strong as the weaker of its sides; ties stay', () => {
  expect(byScore(chains([0, 1, 2], [0.2, 0.9, 0.2])).layers.map((layer) => layer.order)).toEqual([[1, 0, 2], [0, 1, 2]]);
  const data: PicturedNetwork = {
    inputs: ['a'], outputs: ['y'], layers: [{ nodes: sums(2), edges: [edge(0, 0, 1), edge(0, 1, 0.5)] }, { nodes: sums(1), edges: [edge(0, 0, 0.1), edge(1, 0, 0.5)] }],
  };
  expect(byScore(drawnNetwork(data, 'n', {})).layers[0]!.order).toEqual([1, 0]);
  expect(inputsByScore(chains([0, 1, 2], [0.2, 0.9, 0.5])).order).toEqual([1, 2, 0]);
});
