import { describe, expect, test } from '@jest/globals';
import {
  catalogOf, cite, constant, defineBasis, defineEdge, defineFunction, defineGridStrategy, defineLayer, defineLoss, defineOptimizer, defineRegularizer, type Definition, type DefinitionOf, type FunctionClaims, type Kind, use, z,
} from '@knotwork/plugin';
import { describePlugin, type PluginDescription } from './index.js';

const none = z.strictObject({});
const about = { name: 'probe', summary: 'A probe' };
const half = defineFunction({ name: 'half', summary: 'A half', options: z.strictObject({}), apply: (x) => x.mul(0.5) });
const installed = catalogOf([{ definition: half as Definition, package: 'probes', version: '0.0.0' }]);
const inWords = <K extends Kind>(kind: K, definition: DefinitionOf[K]): PluginDescription => describePlugin(kind, definition, installed);
const values = ({ traits }: PluginDescription): Record<string, string> => Object.fromEntries(traits.map(({ title, value }) => [title, value]));

const hat = defineBasis({
  ...about, source: cite({ authors: ['A. First', 'B. Second'], year: 1999, title: 'Hats', id: 'arXiv:1' }),
  options: z.strictObject({ intervals: z.int().min(1).max(9).default(4).describe('Number of intervals') }),
  capabilities: { support: 'window', spansConstants: true, onDomainMove: 'refit', refine: { option: 'intervals', exactWhen: () => false }, order: () => 2, smoothness: () => 1, differenceOrder: () => 2 },
  size: ({ intervals }) => intervals + 1, window: () => 2, intervals: ({ intervals }) => intervals,
  features(x, grid, { intervals }) {
    const t = grid.unit(x, intervals).sub(grid.knot(grid.cell(x), 0));
    return { start: grid.cell(x), values: [constant(1).sub(t), t] };
  },
});

test('a description repeats name and summary and writes the source in one line', () => {
  expect(inWords('basis', hat)).toMatchObject({ kind: 'basis', name: 'probe', summary: 'A probe', source: 'A. First, B. Second (1999). Hats. arXiv:1' });
  expect(inWords('function', defineFunction({ ...about, options: none, apply: (x) => x })).source).toBeNull();
});

test('of a basis that is made of functions, those that are installed are used', () => {
  const made = (f: string) => defineBasis({
    ...about, options: none, capabilities: { support: 'global', spansConstants: false, onDomainMove: 'none' }, size: () => 1,
    functions: () => ({ f: { kind: f } }), features: (x, _grid, _options, _shape, { f: apply }) => [apply!(x)],
  });
  expect(values(inWords('basis', made('half')))).toMatchObject({ 'coefficients per edge': '1', 'operations per value of x': '1 arithmetic, 0 transcendental' });
  expect(() => inWords('basis', made('halve'))).toThrow('Unknown function "halve". Installed: half.');
});

describe('options', () => {
  const described = (shape: z.ZodRawShape) => inWords('function', defineFunction({ ...about, options: z.strictObject(shape), apply: (x) => x })).options;

  test('have their ranges in words, their defaults as a file would say them, and their texts', () => {
    expect(described({ degree: z.int().min(0).max(7).default(3).describe('Degree'), base: use('function').default({ kind: 'silu' }), list: z.array(z.number()).default([1, 2]), use: use('grid').default({ kind: 'moving', every: 3 }), mark: z.string().default(',') })).toEqual([
      { name: 'degree', expects: 'a whole number from 0 to 7', default: '3', isRequired: false, meaning: 'Degree' },
      { name: 'base', expects: expect.stringContaining('a function'), default: 'silu', isRequired: false, meaning: '' },
      { name: 'list', expects: expect.any(String), default: '[ 1, 2 ]', isRequired: false, meaning: '' },
      { name: 'use', expects: expect.stringContaining('a grid'), default: '{ kind: moving, every: 3 }', isRequired: false, meaning: '' },
      { name: 'mark', expects: expect.stringContaining('a text'), default: '","', isRequired: false, meaning: '' },
    ]);
  });

  test('without a default are required unless they may be left out', () => {
    expect(described({ path: z.string(), unit: z.string().optional() }).map(({ name, isRequired }) => [name, isRequired])).toEqual([['path', true], ['unit', false]]);
  });

  test('of a block are described one by one, with the default of the block', () => {
    const inner = z.strictObject({ train: z.int().default(5), rest: z.int() });
    expect(described({ rows: inner.default({ train: 9, rest: 1 }), maybe: inner.optional(), must: inner }).map((o) => [o.name, o.default, o.isRequired])).toEqual([
      ['rows.train', '9', false], ['rows.rest', '1', false], ['maybe.train', '5', false], ['maybe.rest', null, false], ['must.train', '5', false], ['must.rest', null, true],
    ]);
  });
});

describe('traits', () => {
  test('of a basis come from its claims and its formula', () => {
    expect(values(inWords('basis', hat))).toEqual({
      'support': 'local: 2 of 5 live', 'coefficients per edge': '5', 'resolution': 'intervals', 'error falls like': 'h^2', 'derivatives': 'up to order 1', 'constants': 'in the span',
      'when the domain moves': 'refitted', 'knots of its own': 'yes', 'smoothing': 'differences of order 2', 'shape parameters': 'none',
      'operations per value of x': expect.stringMatching(/^\d+ arithmetic, 0 transcendental$/),
    });
  });

  test('of a basis with shape parameters count them by what shares a value', () => {
    const wave = defineBasis({
      ...about, options: none, capabilities: { support: 'global', spansConstants: false, onDomainMove: 'none' }, size: () => 1,
      shape: () => Object.fromEntries((['edge', 'input', 'edge'] as const).map((scope, i) => [`s${i}`, { scope, trainable: scope === 'edge', initial: 1 }])),
      features: (x, _grid, _options, { s0, s1, s2 }) => [x.mul(s0!).add(s1!).mul(s2!).sin()],
    });
    expect(values(inWords('basis', wave))).toEqual({
      'support': 'global: all 1 live', 'coefficients per edge': '1', 'resolution': 'fixed', 'error falls like': 'not claimed', 'derivatives': 'of any order', 'constants': 'by the bias',
      'when the domain moves': 'domain is fixed', 'knots of its own': 'no', 'smoothing': 'refused', 'shape parameters': '2 per edge, trained; 1 per input, fixed',
      'operations per value of x': '3 arithmetic, 1 transcendental',
    });
  });

  test('of an edge are its composition', () => {
    const edge = (base: { kind: string } | null, basisWeight: boolean) => values(inWords('edge', defineEdge({ ...about, options: none, compose: () => ({ base, basisWeight }) })));
    expect(edge({ kind: 'tanh' }, true)).toEqual({ 'formula': 'w_b b(x) + w_s sum_i c_i B_i(x)', 'base function b': 'tanh', 'trained besides coefficients': '2' });
    expect(edge(null, false)).toEqual({ 'formula': 'sum_i c_i B_i(x)', 'base function b': 'none', 'trained besides coefficients': '0' });
  });

  test('of a layer are its terms and whether it has a node formula', () => {
    const layer = inWords('layer', defineLayer({ ...about, options: none, terms: (_o, parts) => [parts, { ...parts, basis: { kind: 'own' } }], nodes: (_o, { outputs }) => [{ count: outputs, arity: 1, formula: ([sum]) => sum!.tanh() }] }));
    expect(values(layer)).toEqual({ 'terms per edge': '2', "uses the network's basis": 'yes', 'node formula': 'a formula of the sum' });
    const perceptron = inWords('layer', defineLayer({ ...about, options: none, terms: (_o, parts) => [parts], activation: () => ({ kind: 'tanh' }) }));
    expect(values(perceptron)).toMatchObject({ 'terms per edge': '1', 'node formula': 'tanh of the sum' });
    const products = inWords('layer', defineLayer({
      ...about, options: none, terms: (_o, parts) => [parts], nodes: (_o, { outputs }) => [{ count: outputs - 1, arity: 1 }, { count: 1, arity: 3, formula: (z_) => z_[0]!.mul(z_[2]!) }],
    }));
    expect(values(products)).toMatchObject({ 'node formula': 'the sum itself or a formula of 3 sums' });
  });

  test('of a function are its claims, its values and its cost', () => {
    expect(values(inWords('function', defineFunction({ ...about, options: none, apply: (x) => x.square().neg().exp() })))).toEqual({
      'written': '`probe(x)`', 'domain': 'all numbers', 'claims': 'nothing', 'far-fetched by': 'not said',
      'at -2': '0.0183', 'at -1': '0.368', 'at 0': '1', 'at 1': '0.368', 'at 2': '0.0183', 'operations': '2 arithmetic, 1 transcendental',
    });
    const claiming = (claims: FunctionClaims): unknown => values(inWords('function', defineFunction({ ...about, options: none, apply: (x) => x, claims: () => claims })));
    expect(claiming({ domain: [-Math.PI, Infinity], mirror: 'even', period: Math.PI, complexity: 1.5, expression: 'sin(x)^2' })).toMatchObject({
      'written': '`sin(x)^2`', 'domain': '-3.14 to Infinity', 'claims': 'even; period 3.14', 'far-fetched by': '1.5 nats',
    });
    expect(claiming({ scaling: true, shift: 'itself' })).toMatchObject({ claims: 'f(s x) = A f(x) + B; f(x + t) = A f(x) + B' });
    expect(() => claiming({ period: -1 })).toThrow('period');
  });

  test('of all other kinds are their claims', () => {
    const grid = defineGridStrategy({ ...about, options: none, capabilities: { knots: 'own' }, isDue: () => false, place: () => null });
    const regularizer = defineRegularizer({ ...about, options: none, statistic: 'meanAbs', scope: 'node', sums: (s) => ({ s }), penalty: ({ s }) => s! });
    const loss = defineLoss({ ...about, options: none, form: 'loss', task: 'classification', formula: ([y]) => [y!] });
    const optimizer = defineOptimizer({ ...about, options: none, method: 'update', slots: ['m'], update: ({ parameter, slots }) => ({ parameter, slots }) });
    expect(values(inWords('grid', grid))).toEqual({ 'what moves': 'every input gets knots of its own', 'bases': 'with knots of their own' });
    expect(values(inWords('regularizer', regularizer))).toEqual({ 'of': "mean absolute value of an edge's outputs", 'combined per': 'node', 'optimizers': 'of first order' });
    expect(values(inWords('loss', loss))).toEqual({ form: 'mean of a formula', task: 'classification' });
    expect(values(inWords('optimizer', optimizer))).toEqual({ order: 'first: an update of each parameter', needs: 'any loss, any batch', remembers: '1 number per parameter' });
  });

  test('are not guessed where an option without a default decides', () => {
    const edge = defineEdge({ ...about, options: z.strictObject({ base: z.string() }), compose: ({ base }) => ({ base: { kind: base }, basisWeight: false }) });
    expect(inWords('edge', edge)).toMatchObject({ traits: [], waitsFor: ['base'] });
    expect(inWords('basis', hat).waitsFor).toEqual([]);
  });
});
