import { expect, test } from '@jest/globals';
import { evaluate } from '@knotwork/algebra';
import { type BasisDefinition, type Catalog, constant, defineBasis, defineInitializer, z } from '@knotwork/plugin';
import type { NodeGroup, Structure } from '@knotwork/plugin/engine';
import { adaptGrid } from './edits/adapt-grid.js';
import { countParameters } from './count-parameters.js';
import type { LayerRequest } from './create/create-network.js';
import { edgeFunctions } from './features/edge-functions.js';
import { gridOf } from './grid/input-grid.js';
import { foldBasisWeights } from './edits/effective.js';
import { extendGrid } from './edits/extend-grid.js';
import { resolutionOf } from './edits/extension-levels.js';
import { catalog } from './fixtures/hats.js';
import { makeNetwork as make } from './fixtures/make-network.js';
import { resolve } from './structure/resolve.js';
import { columnStatistics, statisticsOf, toNetworkUnits, toUserUnits } from './standardize.js';

/** The layer `sum` passes on what it is given. */
const masking = (except: [number, number][]): Partial<LayerRequest> => ({ edges: { except } } as Partial<LayerRequest>);
const points = Float64Array.from({ length: 41 }, (_, n) => -1 + n / 20);

test('segments cover the parameter vector without gaps, in order', () => {
  const { structure } = make([2, 3, 1]);
  let end = 0;
  for (const s of structure.segments) { expect(s.offset).toBe(end); end += s.length; }
  expect(end).toBe(structure.length);
  expect(structure.segments.map((s) => s.name)).toContain('layers.1.terms.0.baseWeight');
});

test('a node is biased only where no term with an edge into it spans constants', () => {
  const trainable = (s: Structure): boolean => s.layers[0]!.bias.trainable;
  expect(trainable(make([2, 1]).structure)).toBe(false);
  expect(trainable(make([2, 1], { basis: { kind: 'monomials' } }).structure)).toBe(true);
  expect(trainable(make([1, 1], masking([[0, 0]])).structure)).toBe(true);
});

test('counts tell external from internal degrees of freedom, and edges that are off count nowhere', () => {
  const { structure } = make([2, 3, 1]);
  // 9 edges of 5 coefficients and a base weight; first-order training has a basis weight more.
  expect(countParameters(structure)).toEqual({ trainable: 63, effective: 54, grid: 10, external: { nodes: 6, edges: 9 }, internal: { perEdge: [6, 6] } });
  const masked = make([2, 3, 1], masking([[0, 0], [1, 0]]));
  expect(countParameters({ ...masked.structure, layers: [masked.structure.layers[0]!] })).toMatchObject({ effective: 24, grid: 4, external: { edges: 4 } });
  // Nothing enters the first hidden node and nothing leaves it: it is none, and its bias is not trained. Where something leaves it, it is.
  expect(countParameters(masked.structure).external.nodes).toBe(5);
  expect(masked.structure.layers[0]!.trainsBias[0]).toBe(0);
  const { spec } = structure;
  const [first, second] = spec.layers as [(typeof spec.layers)[number], (typeof spec.layers)[number]];
  const constant = resolve({ ...spec, layers: [{ ...first, terms: first.terms.map((t) => ({ ...t, edges: { except: [[0, 0], [1, 0]] } as const })) }, second] }, catalog);
  expect([...constant.layers[0]!.trainsBias]).toEqual([1, 0, 0]);
  expect(countParameters(constant)).toMatchObject({ effective: 7 * 6 + 1, external: { nodes: 6, edges: 7 } });
});

test('an unknown input of a mask, a lying basis and options that do not fit are refused', () => {
  expect(() => make([2, 1], masking([[2, 0]]))).toThrow('Layer 0 names the edge from 2 to 0, which it does not have');
  expect(() => make([2, 1], { basis: { kind: 'liar' } })).toThrow('its window is 3, and "features" returns 1 values');
  expect(() => make([2, 1], { basis: { kind: 'hat', intervals: 0 } })).toThrow('The options of basis "hat" do not fit: "intervals" must be a number of at least 1; it is 0.');
  expect(() => make([2, 1], { basis: { kind: 'hat', interval: 3 } })).toThrow('The options of basis "hat" do not fit: there is no option "interval" (Did you mean "intervals"?).');
  expect(() => make([2, 1], { basis: { kind: 'hat', intervals: 2.5 } })).toThrow('"intervals" must be a whole number; it is 2.5.');
  expect(() => make([2, 1], { basis: { kind: 'bendable' } })).toThrow('declares onDomainMove "transport" and has no function "transport"');
  expect(() => make([2, 1], { basis: { kind: 'monomials' }, knots: 'own' })).toThrow('asks for knots of their own, and the basis "monomials" has no grid of intervals');
});

test.each<[string, Partial<BasisDefinition>, string]>([
  ['features that are forgotten', { features: () => undefined as never }, '"features" of the basis "odd" must return a list of formulas, or { start, values } with such a list; it returned undefined'],
  ['a window without a start', { features: (x) => ({ values: [x] }) as never }, '"features" of the basis "odd" must return a list of formulas, or { start, values } with such a list; it returned {"values":["a formula"]}'],
  ['a feature that is a number', { features: () => [1] as never }, '"features" of the basis "odd" must return a formula as "0"; it returned 1; write constant(1)'],
  ['a feature that is not there', { features: () => [undefined] as never }, '"features" of the basis "odd" must return a formula as "0"; it returned undefined'],
  ['an option that does not exist in a formula', { features: (x, _, o) => [x.mul(o['width'] as number)] }, '"features" of the basis "odd" failed: undefined is in a formula, where numbers and formulas may be'],
  ['half a derivative', { capabilities: { support: 'global', spansConstants: false, onDomainMove: 'refit', smoothness: () => 1.5 } }, '"smoothness" of the basis "odd" must return a whole number of at least 0; it returned 1.5'],
  ['no differences', { capabilities: { support: 'global', spansConstants: false, onDomainMove: 'refit', differenceOrder: () => 0 } }, '"differenceOrder" of the basis "odd" must return a whole number of at least 1; it returned 0'],
  ['an unknown scope', { shape: () => ({ a: { scope: 'edges' as 'edge', trainable: true, initial: 1 } }) }, '"shape" of the basis "odd" must return "layer", "input" or "edge" as "a.scope"; it returned "edges"'],
  ['no initial value', { shape: () => ({ a: { scope: 'edge', trainable: true } as never }) }, '"shape" of the basis "odd" must return a number, or { from, to } with two as "a.initial"; it returned undefined'],
  ['half an interval', { shape: () => ({ a: { scope: 'edge', trainable: true, initial: { from: 1 } as never } }) }, '"shape" of the basis "odd" must return a number, or { from, to } with two as "a.initial"; it returned {"from":1}'],
])('a basis that breaks its contract is refused by name: %s', (_, change, message) => {
  const odd = defineBasis({
    name: 'odd', summary: 'x', options: z.strictObject({}), capabilities: { support: 'global', spansConstants: false, onDomainMove: 'refit' }, size: () => 1,
    features: (x) => [x], ...change,
  } as BasisDefinition);
  const withOdd: Catalog = { ...catalog, get: (kind, name) => (name === 'odd' ? odd as never : catalog.get(kind, name)) };
  expect(() => make([1, 1], { basis: { kind: 'odd' } }, 1, withOdd)).toThrow(message);
});

test('an initializer gives as many numbers as there are', () => {
  const few = defineInitializer({ name: 'few', summary: 'Too few', options: z.strictObject({}), initialize: () => ({ coefficients: new Float64Array(3), baseWeight: new Float64Array(2), basisWeight: new Float64Array(2) }) });
  const withFew: Catalog = { ...catalog, get: (kind, name) => (kind === 'initializer' ? few as never : catalog.get(kind, name)) };
  expect(() => make([2, 1], {}, 1, withFew)).toThrow('The initializer "few" breaks its contract: coefficients must be as many numbers as [2][5] has; it returned 3.');
});

test('node formulas are traced with the fan-in', () => {
  const [{ formula }, ...others] = make([3, 2], { layer: { kind: 'mean' } }).structure.layers[0]!.nodes as [NodeGroup, ...NodeGroup[]];
  expect(others).toEqual([]);
  expect(evaluate(formula!, { z0: 6 })).toEqual({ y: 2 });
  expect(make([3, 2]).structure.layers[0]!.nodes).toEqual([{ first: 0, firstSum: 0, count: 2, arity: 1, formula: null }]);
});

test('hat edges interpolate their coefficients and continue linearly outside', () => {
  const { structure, network } = make([1, 1], { edge: { kind: 'bare' } });
  const layer = structure.layers[0]!;
  const c = network.parameters.subarray(0, 5);
  const at = (...x: number[]): number[] => [...edgeFunctions(layer, network.parameters, () => Float64Array.from(x), 0)];
  at(-1, -0.5, 0, 0.5, 1).forEach((v, i) => expect(v).toBeCloseTo(c[i]!, 14));
  expect(at(1.5)[0]).toBeCloseTo(2 * c[4]! - c[3]!, 13);
  expect([...edgeFunctions(layer, network.parameters, () => Float64Array.of(3, -7), 2)]).toEqual([0, 0]);
});

test('constant, free and periodic continuations do what they are called', () => {
  const value = (outside: 'constant' | 'free' | 'periodic', x: number, order = 0): number => {
    const { structure, network } = make([1, 1], { edge: { kind: 'bare' }, outside });
    return edgeFunctions(structure.layers[0]!, network.parameters, () => Float64Array.of(x), order)[0]!;
  };
  expect(value('constant', 5)).toBe(value('constant', 1));
  expect(value('constant', 5, 1)).toBe(0);
  expect(value('periodic', 0.3 + 4)).toBeCloseTo(value('periodic', 0.3), 12);
  expect(value('free', 1.5)).toBeCloseTo(value('free', 1) + 0.5 * value('free', 1, 1), 12);
});

test('moving a domain keeps the function where the grids nest, and only there', () => {
  const { structure, network } = make([2, 2], {}, 3);
  // Twice the domain with four intervals would need knots that are not there; the half, cut at knots, keeps every piece.
  const half = adaptGrid(structure, network.parameters, [{ layer: 0, input: 1, domain: [-0.5, 0.5] }]);
  expect(gridOf(structure.layers[0]!.terms[0]!, half.parameters, 1).domain).toEqual([-0.5, 0.5]);
  expect(half.report.edgeChange).toBeLessThan(1e-12);
  const inner = points.map((x) => x / 2);
  const [before, after] = [network.parameters, half.parameters].map((p) => edgeFunctions(structure.layers[0]!, p, () => inner, 0));
  after!.forEach((v, i) => expect(v).toBeCloseTo(before![i]!, 12));
  expect(adaptGrid(structure, network.parameters, [{ layer: 0, input: 1, domain: [-2, 2] }]).report.edgeChange).toBeGreaterThan(1e-2);
});

test('a move leaves other inputs bit-identical and sets basis weights of touched edges to 1', () => {
  const { structure, network } = make([2, 2]);
  const { parameters } = adaptGrid(structure, network.parameters, [{ layer: 0, input: 1, domain: [-1.1, 1.2] }]);
  const { coefficients, basisWeight } = structure.layers[0]!.terms[0]!.segments;
  const first = (p: Float64Array): number[] => [...p.subarray(coefficients.offset, coefficients.offset + coefficients.length / 2)];
  expect(first(parameters)).toEqual(first(network.parameters));
  expect([...parameters.subarray(basisWeight!.offset, basisWeight!.offset + 4)]).toEqual([...network.parameters.subarray(basisWeight!.offset, basisWeight!.offset + 2), 1, 1]);
});

test('a basis with a fixed domain skips moves and cannot be extended', () => {
  const { structure, network } = make([1, 1], { basis: { kind: 'monomials' } });
  const { parameters, report } = adaptGrid(structure, network.parameters, [{ layer: 0, input: 0, domain: [-3, 3] }]);
  expect(report.skipped).toBe(1);
  expect([...parameters]).toEqual([...network.parameters]);
  expect(() => extendGrid(structure, network, [6], catalog)).toThrow('has no resolution that can be raised');
});

test('a nested extension changes no edge; one that does not nest says how far it moved', () => {
  const { structure, network } = make([2, 3, 1]);
  const nested = extendGrid(structure, network, [8, 12], catalog);
  expect(nested.report).toMatchObject({ isExact: true });
  expect(nested.report.edgeChange).toBeLessThan(1e-12);
  expect(resolutionOf(nested.structure)).toEqual([8, 12]);
  for (const l of [0, 1]) {
    const a = edgeFunctions(structure.layers[l]!, network.parameters, () => points, 0);
    const b = edgeFunctions(nested.structure.layers[l]!, nested.network.parameters, () => points, 0);
    b.forEach((v, i) => expect(v).toBeCloseTo(a[i]!, 12));
  }
  const loose = extendGrid(structure, network, [5, 5], catalog);
  expect(loose.report.isExact).toBe(false);
  expect(loose.report.edgeChange).toBeGreaterThan(1e-3);
});

test('folding basis weights keeps the edges and makes the weights 1', () => {
  const { structure, network } = make([2, 2]);
  const folded = foldBasisWeights(structure, network.parameters);
  const [a, b] = [network.parameters, folded].map((p) => edgeFunctions(structure.layers[0]!, p, () => points, 1));
  b!.forEach((v, i) => expect(v).toBeCloseTo(a![i]!, 12));
  const w = structure.layers[0]!.terms[0]!.segments.basisWeight!;
  expect([...folded.subarray(w.offset, w.offset + w.length)]).toEqual([1, 1, 1, 1]);
});

test('each layer draws from a stream of its own', () => {
  const [a, b] = [make([2, 3, 1]), make([2, 3, 2])];
  const first = (m: typeof a): number[] => [...m.network.parameters.subarray(0, m.structure.layers[0]!.terms[0]!.segments.coefficients.length)];
  expect(first(a)).toEqual(first(b));
});

test('standardization goes there and back, and a constant column keeps its scale', () => {
  const samples = { count: 4, width: 2, values: Float64Array.of(1, 7, 2, 7, 3, 7, 6, 7) };
  expect(columnStatistics(samples, 0)).toEqual({ kind: 'affine', center: 3, scale: Math.sqrt(3.5) });
  expect(columnStatistics(samples, 1)).toEqual({ kind: 'affine', center: 7, scale: 1 });
  const v = [0, 1].map((i) => ({ name: `v${i}`, map: columnStatistics(samples, i) }));
  const there = toNetworkUnits(samples, v);
  expect(columnStatistics(there, 0).center).toBeCloseTo(0, 15);
  [...toUserUnits(there, v).values].forEach((x, i) => expect(x).toBeCloseTo(samples.values[i]!, 14));
});

test('every column has its own statistics and its own map, over any number of rows', () => {
  const [count, width] = [2500, 3];
  const rows = { count, width, values: Float64Array.from({ length: count * width }, (_, k) => Math.sin(k) * 10 ** (k % width) + k % width) };
  const maps = statisticsOf(rows);
  expect(maps).toEqual([0, 1, 2].map((i) => columnStatistics(rows, i)));
  const variables = maps.map((map, i) => ({ name: `v${i}`, map }));
  const expected = Float64Array.from(rows.values, (u, k) => (u - maps[k % width]!.center) / maps[k % width]!.scale);
  expect(toNetworkUnits(rows, variables)).toEqual({ count, width, values: expected });
  expect(toUserUnits({ count, width, values: expected }, variables).values).toEqual(expected.map((v, k) => v * maps[k % width]!.scale + maps[k % width]!.center));
});

test('a bias is trained at just those nodes into which no edge spans constants', () => {
  const { structure } = make([2, 3], masking([[0, 1], [1, 1]]));
  expect([...structure.layers[0]!.trainsBias]).toEqual([0, 1, 0]);
  expect(structure.layers[0]!.bias.trainable).toBe(true);
  // Four edges of six numbers, and one bias.
  expect(countParameters(structure)).toMatchObject({ effective: 25 });
});

test.each([
  [{ size: () => 0 }, '"size" of the basis "hat" must return a whole number of at least 1; it returned 0'],
  [{ size: () => 1 }, 'it declares 2 live features of 1'],
  [{ window: () => 0, features: () => ({ start: constant(0), values: [] }) }, 'it declares 0 live features of 5'],
  [{ intervals: () => NaN }, '"intervals" of the basis "hat" must return a whole number of at least 1; it returned NaN'],
  [{ intervals: undefined }, 'its features use grid.cell or grid.knot and it declares no "intervals"'],
  [{ capabilities: { refine: { option: 'intervalls' } } }, 'refined by the option "intervalls", which it does not have'],
  [{ features: () => { throw new TypeError('x.foo is not a function'); } }, '"features" of the basis "hat" failed: x.foo is not a function'],
])('a basis with a mistake is refused by name: %o', (mistake, message) => {
  const hat = catalog.get('basis', 'hat');
  const { capabilities = {}, ...rest } = mistake as { capabilities?: object };
  const broken = { ...hat, ...rest, capabilities: { ...hat.capabilities, ...capabilities } };
  const { structure } = make([1, 1]);
  expect(() => resolve(structure.spec, { ...catalog, get: (kind, name) => (name === 'hat' ? broken as never : catalog.get(kind, name)) })).toThrow(message);
});

test('terms of one basis that differ in anything else are terms of their own', () => {
  const parts = { basis: { kind: 'hat', intervals: 4 }, edge: { kind: 'full' }, inputMap: 'interval', outside: 'linear' } as const;
  const { structure: { spec } } = make([2, 1]);
  const terms = [parts, { ...parts, edge: { kind: 'bare' } }, { ...parts, outside: 'constant' }, { ...parts, inputMap: 'tanh' }, { ...parts, knots: 'own' }, parts] as const;
  const [first, bare, constant, squashed, own, same] = resolve({ ...spec, layers: [{ ...spec.layers[0]!, terms }] }, catalog).layers[0]!.terms;
  expect([first!.base, bare!.base].map((base) => base === null)).toEqual([false, true]);
  expect([first!.outside, constant!.outside]).toEqual(['linear', 'constant']);
  expect([first!.map, squashed!.map].map((map) => map === null)).toEqual([true, false]);
  expect([first!.knots, own!.knots]).toEqual(['even', 'own']);
  // What is the same is so but for its place.
  expect({ ...same!, index: 0, segments: first!.segments }).toEqual(first);
  expect(same!.segments.coefficients.offset).toBeGreaterThan(own!.segments.coefficients.offset);
});
