import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type BasisDefinition, type Catalog, defineBasis, type Expr, isKnotworkError, z } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { createNetwork, type LayerRequest } from '../create/create-network.js';
import { adaptGrid } from '../edits/adapt-grid.js';
import { extendGrid } from '../edits/extend-grid.js';
import { extendedSpec, resolutionFor } from '../edits/extension-levels.js';
import { catalog } from '../fixtures/hats.js';
import { resolve } from './resolve.js';

const variable = { name: 'v', map: AS_GIVEN };
const make = (basis: LayerRequest['basis'], from: Catalog = catalog, inputMap: LayerRequest['inputMap'] = 'interval') => createNetwork({
  widths: [1, 1], layers: [{ layer: { kind: 'sum' }, edge: { kind: 'bare' }, basis, inputMap, outside: 'linear' }], initializers: [{ kind: 'noise' }],
  inputs: [variable], outputs: [variable], domains: [[-1, 1]],
}, randomStream(1, 'claims'), from);

/** A basis of one function with a resolution, and a catalog that has it besides the others. */
function withOdd(change: Partial<BasisDefinition>, capabilities: object = {}): Catalog {
  const odd = defineBasis({
    name: 'odd', summary: 'x', options: z.strictObject({ count: z.int().min(1).default(2) }),
    capabilities: { support: 'global', spansConstants: false, onDomainMove: 'refit', refine: { option: 'count', exactWhen: () => true }, ...capabilities },
    size: ({ count }: { readonly count: number }) => count, features: (x, _grid, { count }: { readonly count: number }) => Array.from({ length: count }, (_, k) => x.pow(k + 1)), ...change,
  } as BasisDefinition);
  return { ...catalog, get: (kind, name) => (name === 'odd' ? odd as never : catalog.get(kind, name)) };
}
const termOf = ({ layers }: Structure) => layers[0]!.terms[0]!;
const failing = (): never => { throw new Error('out of tea'); };

test('claims are plain numbers with the options of the term, and frozen', () => {
  const { claims, basisName } = termOf(make({ kind: 'spline', degree: 2, intervals: 5 }).structure);
  expect(claims).toEqual({ spansConstants: true, smoothness: 2, differenceOrder: 3, order: 3, refine: { option: 'intervals', level: 5 } });
  expect([claims, claims.refine].every((part) => Object.isFrozen(part))).toBe(true);
  expect(basisName).toBe('spline');
});

test('what is not claimed has no number: derivatives of any order, no order of coefficients, none of approximation, no resolution', () => {
  expect(termOf(make({ kind: 'monomials' }).structure).claims).toEqual({ spansConstants: false, smoothness: Infinity, differenceOrder: null, order: null, refine: null });
});

test('a structure carries no definition: every claim is asked once, and not again by what works on the structure', () => {
  const calls: string[] = [];
  const counted = (what: string, value: unknown) => () => { calls.push(what); return value; };
  const from = withOdd({}, { smoothness: counted('smoothness', 3), order: counted('order', 2), differenceOrder: counted('differenceOrder', 2) });
  const { structure, network } = make({ kind: 'odd' }, from);
  adaptGrid(structure, network.parameters, [{ layer: 0, input: 0, domain: [-1, 2] }]);
  resolutionFor(structure, 7, from);
  expect(calls.sort()).toEqual(['differenceOrder', 'order', 'smoothness']);
});

test('only a term that is transported asks its basis when a domain moves', () => {
  expect(termOf(make({ kind: 'hat' }).structure).transport).toBeNull();
  expect(termOf(make({ kind: 'wavelet' }).structure).transport!({ scale: 1, shift: 0 }, [0, 1], [0, 2])).toEqual({ scale: 0.5, shift: 0 });
  expect(termOf(make({ kind: 'wavelet' }, catalog, 'tanh').structure).transport).toBeNull();
});

test('readings stand in the structure, with functions in full, or are refused by name', () => {
  const read = (change: Partial<BasisDefinition>, capabilities: object = {}) => termOf(make({ kind: 'odd' }, withOdd(change, capabilities)).structure).reads;
  const edge = (scope: 'edge' | 'input') => ({ shape: () => ({ a: { scope, trainable: true, initial: 1 } }) }) as const;
  const wave = { functions: () => ({ g: { kind: 'square' } }), reads: () => [{ power: 3 }, { f: 'g', a: 'a', b: 0.5 }] };
  expect(read({})).toBeNull();
  expect(read({ ...wave, ...edge('edge') })).toEqual([{ power: 3, text: 'x^3' }, { f: { kind: 'square' }, a: 'a', b: 0.5, text: expect.any(String) }]);
  const rule = 'is not { f, a, b }, a function asked for with numbers or shape parameters of scope edge, or { power }, a whole one from 1';
  const cases = [
    [{ reads: () => [{ power: 1 }] }, 'there must be 2 readings, one of each global feature; got 1'],
    [{ ...wave, ...edge('input') }, `{"f":"g","a":"a","b":0.5} ${rule}`],
    [{ ...wave, ...edge('edge'), functions: () => ({ h: { kind: 'square' } }) }, `{"f":"g","a":"a","b":0.5} ${rule}`],
    [{ ...wave, ...edge('edge'), reads: () => [{ power: 1 }, { f: 'g', a: 'a', b: NaN }] }, `{"f":"g","a":"a","b":null} ${rule}`],
    [{ reads: () => [{ power: 1 }, { power: 0 }] }, `{"power":0} ${rule}`],
    [{ reads: () => [{ power: 1 }, { power: 1.5 }] }, `{"power":1.5} ${rule}`],
  ] as const;
  expect(() => read({ reads: () => null as never })).toThrow('"reads" of the basis "odd" failed:');
  for (const [change, says] of cases) expect(() => read(change as Partial<BasisDefinition>)).toThrow(`"reads" of the basis "odd" failed: ${says}. Report it`);
});

test('a transport that forgets a parameter, or brings one along, is named', () => {
  const one = { scope: 'edge', trainable: true, initial: 1 } as const;
  const moved = (transport: BasisDefinition['transport']) => () => {
    const { structure } = make({ kind: 'odd' }, withOdd({ transport: transport!, shape: () => ({ a: one, b: one }) }, { onDomainMove: 'transport' }));
    return adaptGrid(structure, new Float64Array(structure.length), [{ layer: 0, input: 0, domain: [0, 1] }]);
  };
  expect(moved(() => ({ a: 1 }))).toThrow('The basis "odd" breaks its contract: its "transport" must return the shape parameters a, b; it returned a.');
  expect(moved(({ a, b }) => ({ a: a!, b: b!, c: 1 }))).toThrow('it returned a, b, c.');
});

test('functions take formulas and numbers, and nothing else', () => {
  const made = (feature: (f: (x: never) => Expr, x: Expr) => unknown) => termOf(make({ kind: 'odd' }, { ...withOdd({
    functions: () => ({ f: { kind: 'square' } }), size: () => 1, features: (x: Expr, _g: unknown, _o: unknown, _s: unknown, { f }: Record<string, (x: never) => Expr>) => [feature(f!, x)],
  } as unknown as Partial<BasisDefinition>) }).structure).features.values[0]!;
  expect(made((f) => f(2 as never))).toMatchObject({ op: 'constant' });
  expect(() => made((f) => f(undefined as never))).toThrow('"features" of the basis "odd" failed: undefined is in a formula, where numbers and formulas may be.');
  expect(() => made((f) => f('q' as never))).toThrow('failed: q is in a formula');
  expect(() => made((_f, x) => ((x as unknown as number) > 0 ? x : x.neg()))).toThrow('failed: a formula has no value to compare or compute with; choose with where(condition, a, b)');
  expect(() => made((_f, x) => Math.sin(x as unknown as number))).toThrow('write x.sin() for Math.sin(x)');
});

test.each<[string, Catalog, string, (structure: Structure, from: Catalog) => unknown]>([
  ['smoothness', withOdd({}, { smoothness: failing }), 'smoothness', () => null],
  ['differenceOrder', withOdd({}, { differenceOrder: failing }), 'differenceOrder', () => null],
  ['order', withOdd({}, { order: failing }), 'order', () => null],
  ['exactWhen', withOdd({}, { refine: { option: 'count', exactWhen: failing } }), 'exactWhen', (structure, from) => extendedSpec(structure, [3], from)],
  ['size of a finer one', withOdd({ size: ({ count }) => (count === 2 ? 2 : failing()) }), 'size', (structure, from) => resolutionFor(structure, 7, from)],
  ['shape of a finer one', withOdd({ shape: ({ count }) => (count === 2 ? {} : failing()) }), 'shape', (structure, from) => resolutionFor(structure, 7, from)],
  ['options of a finer one', withOdd({ options: z.strictObject({ count: z.int().default(2).refine((n) => n === 2 || failing()) }) }), 'options', (structure, from) => resolutionFor(structure, 7, from)],
  ['transport', withOdd({ transport: failing, shape: () => ({ a: { scope: 'edge', trainable: true, initial: 1 } }) }, { onDomainMove: 'transport' }), 'transport', (structure) => adaptGrid(structure, new Float64Array(structure.length), [{ layer: 0, input: 0, domain: [0, 1] }])],
])('a basis that fails when it is asked is named, whatever asks: %s', (_, from, what, ask) => {
  let error: unknown;
  try { ask(make({ kind: 'odd' }, from).structure, from); } catch (thrown) { error = thrown; }
  expect(isKnotworkError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'plugin', place: { plugin: 'basis odd' }, message: `"${what}" of the basis "odd" failed: out of tea. Report it to the plugin's author, or use another basis.` });
});

test('sizes of a finer basis must be sizes too', () => {
  const from = withOdd({ size: ({ count }) => (count === 2 ? 2 : NaN) });
  const { structure } = make({ kind: 'odd' }, from);
  expect(() => resolutionFor(structure, 7, from)).toThrow('"size" of the basis "odd" must return a whole number of at least 1; it returned NaN');
});

test('an extension is exact when every basis that is refined says so', () => {
  const { structure, network } = make({ kind: 'hat', intervals: 4 });
  expect([8, 6].map((level) => extendGrid(structure, network, [level], catalog).report.isExact)).toEqual([true, false]);
  expect(extendedSpec(structure, [8], catalog).spec.layers[0]!.terms[0]!.basis).toEqual({ kind: 'hat', intervals: 8 });
  expect(resolve(extendedSpec(structure, [8], catalog).spec, catalog).layers[0]!.terms[0]!.claims.refine).toEqual({ option: 'intervals', level: 8 });
});
