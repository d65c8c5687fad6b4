import { expect, test } from '@jest/globals';
import { catalogOf, constant, defineBasis, defineEdge, defineFunction, defineLayer, type EdgeChoice, z } from '@knotwork/plugin';
import type { LayerRequest } from './create/create-network.js';
import { catalog } from './fixtures/hats.js';
import { makeNetwork as make } from './fixtures/make-network.js';
import { networkOperations } from './network-operations.js';
import { resolve } from './structure/resolve.js';

const counted = (widths: readonly number[], part: Partial<LayerRequest> = {}, from = catalog) => networkOperations(make(widths, part, 1, from).structure, from);
const plain = { support: 'global', spansConstants: false, onDomainMove: 'none' } as const;
const none = z.strictObject({});

/** Plugins whose counts can be told by hand. */
const own = catalogOf([
  // One product: F = f = 1.
  defineBasis({ name: 'squared', summary: 'x^2', options: none, capabilities: plain, size: () => 1, features: (x) => [x.mul(x)] }),
  // Two features, 1 and 2 operations, that share one: F = f = 2.
  defineBasis({ name: 'two', summary: 'x^2, x^3', options: none, capabilities: plain, size: () => 2, features: (x) => [x.mul(x), x.mul(x).mul(x)] }),
  // One sum with a number that every edge has for itself.
  defineBasis({ name: 'shifted', summary: 'x + s', options: none, capabilities: plain, size: () => 1, shape: () => ({ s: { scope: 'edge', trainable: true, initial: 0 } }), features: (x, _, _o, { s }) => [x.add(s!)] }),
  defineBasis({ name: 'windowed', summary: 'Two of six', options: none, capabilities: { ...plain, support: 'window' }, size: () => 6, window: () => 2, features: (x) => ({ start: constant(0), values: [x.mul(x), x.mul(x).add(1)] }) }),
  defineBasis({ name: 'counting', summary: 'Says it', options: z.strictObject({ said: z.number().default(100) }), capabilities: plain, size: () => 1, denseOperations: ({ said }) => said, features: (x) => [x] }),
  defineEdge({ name: 'bare', summary: 'The basis', options: none, compose: () => ({ base: null, basisWeight: false }) }),
  defineEdge({ name: 'weighed', summary: 'A base function and a weight', options: none, compose: () => ({ base: { kind: 'wave' }, basisWeight: true }) }),
  defineFunction({ name: 'wave', summary: 'sin', options: none, apply: (x) => x.sin() }),
  defineLayer({ name: 'sum', summary: 'Sums', options: none, terms: (_, parts) => [parts] }),
  defineLayer({ name: 'waves', summary: 'Waves of sums', options: none, terms: (_, parts) => [parts], activation: () => ({ kind: 'wave' }) }),
].map((definition) => ({ definition, package: 'own', version: '1.0.0' })).concat(catalog.list('initializer').map((installed) => installed as never)));

const bare = (kind: string, more: Partial<LayerRequest> = {}): Partial<LayerRequest> => ({ basis: { kind }, edge: { kind: 'bare' }, inputMap: 'raw', outside: 'free', ...more });

test('features count once per edge, or once per input; coefficients always per edge', () => {
  // 3 inputs, 4 outputs, 12 edges.
  expect(counted([3, 4], bare('two'), own)).toEqual({ edgewise: 12 * 2 + 12 * 4, dense: 3 * 2 + 12 * 4, local: 3 * 2 + 12 * 4 });
});

test('one feature that all edges of an input share is an activation: once per input in every account', () => {
  expect(counted([3, 4], bare('squared'), own)).toEqual({ edgewise: 3 + 24, dense: 3 + 24, local: 3 + 24 });
});

test('features with numbers of their own on every edge cannot be shared', () => {
  expect(counted([3, 4], bare('shifted'), own)).toEqual({ edgewise: 12 + 24, dense: 12 + 24, local: 12 + 24 });
});

test('of a window all features cost as often as it fits into them, and those live count locally', () => {
  expect(counted([3, 4], bare('windowed'), own)).toEqual({ edgewise: 12 * 6 + 12 * 12, dense: 3 * 6 + 12 * 12, local: 3 * 2 + 12 * 4 });
});

test('a base function counts per input, with a product and a sum on every edge; a basis weight per edge where nothing is shared', () => {
  expect(counted([3, 4], bare('two', { edge: { kind: 'weighed' } }), own)).toEqual({ edgewise: 24 + 3 * 4 + 12 * (4 + 2 + 1), dense: 6 + 12 + 12 * 6, local: 6 + 12 + 12 * 6 });
});

test('nodes count in every account, and a map of inputs where its features are', () => {
  expect(counted([3, 4], bare('squared', { layer: { kind: 'waves' } }), own)).toEqual({ edgewise: 27 + 16, dense: 27 + 16, local: 27 + 16 });
  const mapped = counted([3, 4], bare('squared', { inputMap: 'tanh' }), own);
  expect(mapped).toEqual({ edgewise: 27 + 12, dense: 27 + 12, local: 27 + 12 });
});

test('edges that are off count nowhere', () => {
  expect(counted([3, 4], bare('two', { edges: { only: [[0, 1], [2, 3]] } } as Partial<LayerRequest>), own)).toEqual({ edgewise: 2 * 2 + 2 * 4, dense: 2 * 2 + 2 * 4, local: 2 * 2 + 2 * 4 });
});

test('hidden nodes that no edge enters or leaves cost nothing', () => {
  // One node of three is left: a feature and a weight into it, a wave, and as much out of it, to an output that waves.
  const [first, second]: readonly [EdgeChoice, EdgeChoice] = [{ only: [[0, 1]] }, { only: [[1, 0]] }];
  const { structure } = make([1, 3, 1], bare('squared', { layer: { kind: 'waves' } }), 1, own);
  const [one, two] = structure.spec.layers as [typeof structure.spec.layers[number], typeof structure.spec.layers[number]];
  const thinned = resolve({ ...structure.spec, layers: [{ ...one, terms: one.terms.map((term) => ({ ...term, edges: first })) }, { ...two, terms: two.terms.map((term) => ({ ...term, edges: second })) }] }, own);
  expect(networkOperations(thinned, own)).toEqual({ edgewise: 2 * (1 + 2 + 4), dense: 2 * (1 + 2 + 4), local: 2 * (1 + 2 + 4) });
});

test('a basis may say what all its features take, and what is no count is refused', () => {
  expect(counted([3, 4], bare('counting'), own)).toEqual({ edgewise: 300 + 24, dense: 300 + 24, local: 24 });
  expect(() => counted([1, 1], { ...bare('counting'), basis: { kind: 'counting', said: -1 } }, own)).toThrow('The basis "counting" breaks its contract: its "denseOperations" must be a number of at least 0; got -1.');
});
