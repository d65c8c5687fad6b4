import { expect, test } from '@jest/globals';
import { evaluate } from '@knotwork/algebra';
import { randomStream, relativeError } from '@knotwork/numerics';
import type { Network, Samples } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { countParameters } from '../count-parameters.js';
import { edgesFrom } from '../features/edge-functions.js';
import { edgeSpreads } from '../penalties/edge-spreads.js';
import { catalog } from '../fixtures/hats.js';
import { makeNetwork as make } from '../fixtures/make-network.js';
import { prune } from './prune.js';
import { columnOf } from '../standardize.js';

/** Sums of a few dozen products in another order. */
const ROUNDING = 1e-12;

const rows: Samples = { count: 50, width: 2, values: Float64Array.from({ length: 100 }, (() => { const stream = randomStream(2, 'rows'); return () => stream.uniform(-1, 1); })()) };

/** Inputs of every layer, and the outputs. */
function forward(structure: Structure, { parameters }: Network): Samples[] {
  const all = [rows];
  for (const layer of structure.layers) {
    const x = all.at(-1)!;
    const z = new Float64Array(x.count * layer.sums);
    for (let i = 0; i < layer.inputs; i++) {
      const edges = edgesFrom(layer, parameters, i, columnOf(x, i), 0);
      for (let n = 0; n < x.count; n++) for (let o = 0; o < layer.sums; o++) z[n * layer.sums + o]! += edges[o * x.count + n]!;
    }
    const values = new Float64Array(x.count * layer.outputs);
    for (let n = 0; n < x.count; n++) {
      const sum = (s: number): number => z[n * layer.sums + s]! + parameters[layer.bias.offset + s]!;
      for (const { first, firstSum, count, arity, formula } of layer.nodes) {
        for (let k = 0; k < count; k++) {
          const own = Array.from({ length: arity }, (_, a) => [`z${a}`, sum(firstSum + k * arity + a)] as const);
          values[n * layer.outputs + first + k] = formula === null ? own[0]![1] : evaluate(formula, Object.fromEntries(own))['y']!;
        }
      }
    }
    all.push({ count: x.count, width: layer.outputs, values });
  }
  return all;
}

const spreadsOf = (structure: Structure, network: Network): ReturnType<typeof edgeSpreads> => {
  const x = forward(structure, network);
  return edgeSpreads(structure, network.parameters, (l) => x[l]!);
};

/** All edges stay but those named. */
const without = (structure: Structure, cut: readonly (readonly [number, number, number])[]): Uint8Array[][] => structure.layers.map(({ index, terms }) =>
  terms.map(({ edges: { from, to } }) => Uint8Array.from(from, (i, e) => (cut.some(([l, f, o]) => l === index && f === i && o === to[e]) ? 0 : 1))));

const pruned = (structure: Structure, network: Network, cut: readonly (readonly [number, number, number])[]): ReturnType<typeof prune> =>
  prune(structure, network, without(structure, cut), spreadsOf(structure, network).map(({ mean }) => mean), catalog);

/** Makes edge functions constant: hats are 1 together, the base function counts nothing. Changes `parameters`. */
function flatten({ layers }: Structure, { parameters }: Network, edges: readonly (readonly [number, number, number])[]): void {
  for (const [l, i, o] of edges) {
    const { sums, terms } = layers[l]!;
    const { size, edges: { edgeAt }, segments: { coefficients, baseWeight } } = terms[0]!;
    const edge = edgeAt[i * sums + o]!;
    parameters.fill(0.3 + o, coefficients.offset + edge * size, coefficients.offset + (edge + 1) * size);
    if (baseWeight !== null) parameters[baseWeight.offset + edge] = 0;
  }
}

test('pruning edges whose function is constant keeps the function, with every kind of node', () => {
  for (const kind of ['sum', 'mean']) {
    const { structure, network } = make([2, 3, 2], { layer: { kind } });
    // All of hidden node 1 is constant, one edge of node 0, and one edge of the second layer.
    const cut = [[0, 0, 1], [0, 1, 1], [0, 0, 0], [1, 2, 1]] as const;
    flatten(structure, network, cut);
    const after = pruned(structure, network, cut);
    expect(relativeError(forward(after.structure, after.network).at(-1)!.values, forward(structure, network).at(-1)!.values)).toBeLessThan(ROUNDING);
    expect(after.report).toEqual({ edges: [[0, 0, 0], [0, 0, 1], [0, 1, 1], [1, 1, 0], [1, 1, 1], [1, 2, 1]], nodes: [[0, 1]] });
  }
});

test('the function changes by what was cut, less its mean', () => {
  const { structure, network } = make([2, 3, 2]);
  const x = forward(structure, network);
  const after = pruned(structure, network, [[1, 0, 1]]);
  const cut = edgesFrom(structure.layers[1]!, network.parameters, 0, columnOf(x[1]!, 0), 0).subarray(x[1]!.count);
  const mean = cut.reduce((sum, v) => sum + v, 0) / cut.length;
  const expected = x[2]!.values.map((v, k) => (k % 2 === 1 ? v - (cut[Math.floor(k / 2)]! - mean) : v));
  expect(relativeError(forward(after.structure, after.network)[2]!.values, expected)).toBeLessThan(ROUNDING);
  expect(mean).not.toBeCloseTo(0, 3);
});

test('a node that nothing enters becomes constants, one that nothing leaves goes with its edges', () => {
  const { structure, network } = make([2, 3, 2]);
  const entered = pruned(structure, network, [[0, 0, 2], [0, 1, 2]]);
  expect(entered.report).toEqual({ edges: [[0, 0, 2], [0, 1, 2], [1, 2, 0], [1, 2, 1]], nodes: [[0, 2]] });
  // The node was its mean first: every row has the value that it passes on there.
  const x = forward(structure, network);
  const still = columnOf(x[1]!, 2).reduce((sum, v) => sum + v, 0) / x[1]!.count;
  const constants = edgesFrom(structure.layers[1]!, network.parameters, 2, Float64Array.of(still), 0);
  const cut = edgesFrom(structure.layers[1]!, network.parameters, 2, columnOf(x[1]!, 2), 0);
  const expected = x[2]!.values.map((v, k) => v - cut[(k % 2) * x[1]!.count + Math.floor(k / 2)]! + constants[k % 2]!);
  expect(relativeError(forward(entered.structure, entered.network)[2]!.values, expected)).toBeLessThan(ROUNDING);

  const left = pruned(structure, network, [[1, 0, 0], [1, 0, 1]]);
  expect(left.report).toEqual({ edges: [[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 0, 1]], nodes: [[0, 0]] });
});

test('what dies takes others with it through several layers, both ways', () => {
  const { structure, network } = make([2, 2, 2, 1]);
  const { report } = pruned(structure, network, [[0, 0, 1], [0, 1, 1], [1, 0, 1]]);
  expect(report).toEqual({ edges: [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0], [1, 1, 1], [2, 1, 0]], nodes: [[0, 1], [1, 1]] });
  const back = pruned(structure, network, [[2, 1, 0], [1, 1, 0]]).report;
  expect(back).toEqual({ edges: [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0], [1, 1, 1], [2, 1, 0]], nodes: [[0, 1], [1, 1]] });
});

test('what is pruned counts nowhere, and a second pruning adds to the first', () => {
  const { structure, network } = make([2, 5, 1]);
  const first = pruned(structure, network, [1, 2].flatMap((o) => [[0, 0, o], [0, 1, o]] as const));
  const second = pruned(first.structure, first.network, [3, 4].map((o) => [1, o, 0] as const));
  // Three edges of five coefficients and a base weight each; no biases of nodes that are gone.
  expect(countParameters(second.structure)).toMatchObject({ effective: 18, external: { nodes: 4, edges: 3 } });
  expect(second.report.nodes).toEqual([[0, 3], [0, 4]]);
  expect(second.network.spec.layers[1]!.terms[0]!.edges).toEqual({ only: [[0, 0]] });
  // Numbers of what is gone are gone: two edges into node 0 and the one out of it, with domains of two and of one input, and a bias for every sum.
  expect(second.network.parameters).toHaveLength(3 * 7 + 3 * 2 + 6);
});

test('where nothing is cut the network is what it was', () => {
  const { structure, network } = make([2, 2, 1]);
  const after = pruned(structure, network, []);
  expect(after.network).toEqual(network);
  expect(after.report).toEqual({ edges: [], nodes: [] });
});

test('of an edge of two terms one may go, and the edge stays', () => {
  const { structure, network } = make([2, 1], { layer: { kind: 'both' } });
  const keep = without(structure, []);
  keep[0]![1]![0] = 0;
  const after = prune(structure, network, keep, spreadsOf(structure, network).map(({ mean }) => mean), catalog);
  expect(after.report.edges).toEqual([]);
  expect(after.structure.layers[0]!.terms.map(({ edges }) => [...edges.from])).toEqual([[0, 1], [1]]);
});

test('masks of other lengths, and edges that go without a mean, are refused before anything is changed', () => {
  const { structure, network } = make([2, 3, 1]);
  const before = network.parameters.slice();
  const of = (value: number): number[][] => [6, 3].map((count) => new Array<number>(count).fill(value));
  const [ones, zeros] = [of(1), of(0)];
  const refused = (keep: readonly (readonly (readonly number[])[])[], means: readonly (readonly (readonly number[])[])[]) => () => prune(structure, network, keep, means, catalog);
  expect(refused([[[1, 1]], [ones[1]!]], [[zeros[0]!], [zeros[1]!]])).toThrow('A network cannot be pruned with these masks: keep[0][0] must have 6 numbers, one for each edge of the term; got 2.');
  expect(refused([[ones[0]!]], [[zeros[0]!], [zeros[1]!]])).toThrow('keep[1][0] must have 3 numbers, one for each edge of the term; got nothing.');
  expect(refused([[[1, 1, 0, 1, 1, 1]], [ones[1]!]], [])).toThrow('The edge of layer 0 from 0 to 2 cannot be pruned without the mean of its function, which goes to the bias; got undefined. Give 0 for a function that is to vanish with its mean.');
  expect(network.parameters).toEqual(before);
  // Means of edges that stay are not asked.
  expect(prune(structure, network, [[ones[0]!], [ones[1]!]], [], catalog).report).toEqual({ edges: [], nodes: [] });
});
