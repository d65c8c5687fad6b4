import { expect, test } from '@jest/globals';
import { randomStream, relativeError } from '@knotwork/numerics';
import type { Network } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { edgesFrom } from '../features/edge-functions.js';
import { gridOf } from '../grid/input-grid.js';
import { catalog } from '../fixtures/hats.js';
import { makeNetwork as make } from '../fixtures/make-network.js';
import { replaceEdges } from './replace-edges.js';
import { resolve } from '../structure/resolve.js';

/** Sums of a few products in another order. */
const ROUNDING = 1e-13;

const x = Float64Array.from({ length: 40 }, (() => { const stream = randomStream(3, 'x'); return () => stream.uniform(0.1, 0.9); })());

/** Everything that enters each sum of a layer, bias included, where each input takes the same places. */
function sumsOf(structure: Structure, { parameters }: Network, l: number): Float64Array {
  const layer = structure.layers[l]!;
  const all = Float64Array.from({ length: layer.sums * x.length }, (_, k) => parameters[layer.bias.offset + Math.floor(k / x.length)]!);
  for (let i = 0; i < layer.inputs; i++) edgesFrom(layer, parameters, i, x, 0).forEach((v, k) => { all[k]! += v; });
  return all;
}

/** Makes one edge of hats the line c x + d on its domain. Changes `parameters`. */
function straighten({ layers }: Structure, { parameters }: Network, [l, i, o]: readonly [number, number, number], c: number, d: number): void {
  const { sums, terms: [term] } = layers[l]!;
  const { size, edges, segments: { coefficients, baseWeight, basisWeight } } = term!;
  const e = edges.edgeAt[i * sums + o]!;
  const [from, to] = gridOf(term!, parameters, i).domain;
  for (let k = 0; k < size; k++) parameters[coefficients.offset + e * size + k] = c * (from + ((to - from) * k) / (size - 1)) + d;
  parameters[baseWeight!.offset + e] = 0;
  parameters[basisWeight!.offset + e] = 1;
}

const line = (c: number) => ({ basis: { kind: 'monomials' }, coefficients: [c, 0, 0], shape: {} });
const power = (c: number, p: number) => ({ basis: { kind: 'power' }, coefficients: [c], shape: { p } });

test('where replacements are the same curves, the function is the same, and the numbers of other edges are what they were', () => {
  const { structure, network } = make([2, 3, 2]);
  straighten(structure, network, [0, 0, 1], 2, -0.5);
  straighten(structure, network, [0, 1, 1], -3, 0.25);
  straighten(structure, network, [1, 2, 0], 0.7, 4);
  const after = replaceEdges(structure, network, [
    { layer: 0, from: 0, to: 1, terms: [line(2)], constant: -0.5 }, { layer: 0, from: 1, to: 1, terms: [power(-3, 1)], constant: 0.25 },
    { layer: 1, from: 2, to: 0, terms: [line(0.3), power(0.4, 1)], constant: 4 },
  ], catalog);
  for (const l of [0, 1]) expect(relativeError(sumsOf(after.structure, after.network, l), sumsOf(structure, network, l))).toBeLessThan(ROUNDING);
  expect(after.structure.layers.map(({ terms }) => terms.map(({ basisName, edges }) => [basisName, edges.count]))).toEqual([[['hat', 4], ['monomials', 1], ['power', 1]], [['hat', 5], ['monomials', 1], ['power', 1]]]);
  const [hats] = after.structure.layers[1]!.terms;
  const [before] = structure.layers[1]!.terms;
  for (const [e, from] of hats!.edges.from.entries()) {
    const was = before!.edges.edgeAt[from * 2 + hats!.edges.to[e]!]!;
    const of = ({ segments: { coefficients }, size }: typeof hats & {}, { parameters }: Network, at: number) => [...parameters.subarray(coefficients.offset + at * size, coefficients.offset + (at + 1) * size)];
    expect(of(hats!, after.network, e)).toEqual(of(before!, network, was));
  }
});

test('edges of one basis share a term, also with one that came before, and keep their own numbers', () => {
  const { structure, network } = make([2, 3, 1]);
  const first = replaceEdges(structure, network, [{ layer: 0, from: 0, to: 2, terms: [power(2, 3)], constant: 0 }], catalog);
  const second = replaceEdges(first.structure, first.network, [{ layer: 0, from: 1, to: 0, terms: [power(5, 2), power(1, 4)], constant: 1 }, { layer: 0, from: 0, to: 0, terms: [power(-1, 1)], constant: 0 }], catalog);
  // Two powers on one edge take two terms.
  expect(second.structure.layers[0]!.terms.map(({ basisName, edges }) => [basisName, edges.count])).toEqual([['hat', 3], ['power', 3], ['power', 1]]);
  const layer = second.structure.layers[0]!;
  const edge = (i: number, o: number) => edgesFrom(layer, second.network.parameters, i, x, 0).slice(o * x.length, (o + 1) * x.length);
  expect(relativeError(edge(0, 2), x.map((v) => 2 * v ** 3))).toBeLessThan(ROUNDING);
  expect(relativeError(edge(0, 0), x.map((v) => -v))).toBeLessThan(ROUNDING);
  expect(relativeError(edge(1, 0), x.map((v) => 5 * v ** 2 + v ** 4))).toBeLessThan(ROUNDING);
  const bias = (s: Structure, n: Network): number[] => [...n.parameters.subarray(s.layers[0]!.bias.offset, s.layers[0]!.bias.offset + 3)];
  expect(bias(second.structure, second.network)).toEqual(bias(structure, network).map((b, o) => b + (o === 0 ? 1 : 0)));
});

test('all terms of an edge go, and one that becomes a constant is off', () => {
  const { structure, network } = make([2, 1], { layer: { kind: 'both' } });
  const after = replaceEdges(structure, network, [{ layer: 0, from: 0, to: 0, terms: [line(1)], constant: 0 }, { layer: 0, from: 1, to: 0, terms: [], constant: 2 }], catalog);
  expect(after.structure.layers[0]!.terms.map(({ basisName, edges }) => [basisName, [...edges.from]])).toEqual([['monomials', [0]]]);
  expect(relativeError(sumsOf(after.structure, after.network, 0), x.map((v) => v + 2 + network.parameters[structure.layers[0]!.bias.offset]!))).toBeLessThan(ROUNDING);
});

test('a layer without any edge is still a layer', () => {
  const { structure, network } = make([1, 1]);
  const after = replaceEdges(structure, network, [{ layer: 0, from: 0, to: 0, terms: [], constant: 3 }], catalog);
  expect(after.structure.layers[0]!.terms.map(({ edges }) => edges.count)).toEqual([0]);
  expect([...sumsOf(after.structure, after.network, 0)]).toEqual(Array.from(x, () => 3 + network.parameters[structure.layers[0]!.bias.offset]!));
  // What the network is now is what its specification says.
  expect(resolve(after.network.spec, catalog).length).toBe(after.network.parameters.length);
});

test('the domain of an input comes along', () => {
  const { structure, network } = make([1, 1]);
  network.parameters.set([-4, 7], structure.layers[0]!.terms[0]!.segments.domain.offset);
  const after = replaceEdges(structure, network, [{ layer: 0, from: 0, to: 0, terms: [power(1, 2)], constant: 0 }], catalog);
  expect(gridOf(after.structure.layers[0]!.terms[0]!, after.network.parameters, 0).domain).toEqual([-4, 7]);
});

test('what makes no sense is refused by the edge', () => {
  const { structure, network } = make([2, 1]);
  const at = { layer: 0, from: 0, to: 0, constant: 0 };
  const refused = (...replacements: Parameters<typeof replaceEdges>[2]) => () => replaceEdges(structure, network, replacements, catalog);
  expect(refused({ ...at, from: 5, terms: [] })).toThrow('The edge of layer 0 from 5 to 0 cannot be replaced: that edge is not on.');
  expect(refused({ ...at, terms: [] }, { ...at, terms: [] })).toThrow('it is named twice');
  expect(refused({ ...at, terms: [{ ...line(1), coefficients: [1] }] })).toThrow('the basis "monomials" has 3 coefficients, and 1 came');
  expect(refused({ ...at, terms: [{ ...power(1, 1), shape: {} }] })).toThrow('the shape parameter "p" of the basis "power" is missing');
  expect(refused({ ...at, terms: [{ ...line(1), coefficients: [1, NaN, 0] }] })).toThrow('The edge of layer 0 from 0 to 0 cannot be replaced: its coefficients must be finite numbers, and NaN came.');
  expect(refused({ ...at, terms: [power(1, Infinity)] })).toThrow('the shape parameter "p" must be a finite number, and Infinity came');
  expect(refused({ ...at, terms: [line(1)], constant: NaN })).toThrow('its constant must be a finite number, and NaN came');
  const { structure: off, network: pruned } = replaceEdges(structure, network, [{ ...at, terms: [] }], catalog);
  expect(() => replaceEdges(off, pruned, [{ ...at, terms: [] }], catalog)).toThrow('that edge is not on');
});
