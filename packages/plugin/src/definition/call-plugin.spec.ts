import { expect, test } from '@jest/globals';
import { constant, grid, input, table } from '@knotwork/algebra';
import { callPlugin } from './call-plugin.js';
import type { Kind } from './kind.js';
import { KnotworkError } from '../errors.js';

const basis = { kind: 'basis', name: 'wobbly' } as const;

test('what a plugin throws, at once or later, is told as its failure', async () => {
  expect(() => callPlugin(basis, 'features', () => { throw new TypeError('x.foo is not a function'); }))
    .toThrow('"features" of the basis "wobbly" failed: x.foo is not a function. Report it');
  await expect(callPlugin({ kind: 'dataset', name: 'wobbly' }, 'load', () => Promise.reject(new Error('late')))).rejects.toMatchObject({ code: 'plugin', place: { plugin: 'dataset wobbly' } });
});

test.each<[Kind, string, unknown, string]>([
  ['basis', 'size', 2.5, 'must return a whole number of at least 1; it returned 2.5'],
  ['basis', 'intervals', 0, 'must return a whole number of at least 1; it returned 0'],
  ['basis', 'shape', { a: { scope: 'edges', trainable: true, initial: 1 } }, 'must return "layer", "input" or "edge" as "a.scope"; it returned "edges"'],
  ['basis', 'shape', { a: { scope: 'edge', trainble: true, initial: 1 } }, 'returned "trainble" in "a", which nothing reads (Did you mean "trainable"?)'],
  ['basis', 'shape', { a: { scope: 'edge', trainable: true, initial: { from: 0 } } }, 'must return a number, or { from, to } with two as "a.initial"; it returned {"from":0}'],
  ['basis', 'shape', { a: { scope: 'edge', trainable: true, initial: 1, constraint: 'negative' } }, 'must return "positive" as "a.constraint"; it returned "negative"'],
  ['basis', 'features', [constant(1), 2], 'must return a formula as "1"; it returned 2; write constant(2)'],
  ['basis', 'features', { start: 0, values: [constant(1)] }, 'must return a formula as "start"; it returned 0; write constant(0)'],
  ['basis', 'features', { start: constant(0), values: [undefined] }, 'must return a formula as "values.0"; it returned undefined'],
  ['basis', 'features', { values: [constant(1)] }, 'must return a list of formulas, or { start, values } with such a list; it returned {"values":["a formula"]}'],
  ['basis', 'smoothness', -1, 'must return a whole number of at least 0; it returned -1'],
  ['basis', 'differenceOrder', 0, 'must return a whole number of at least 1; it returned 0'],
  ['basis', 'order', 0, 'must return a number above 0; it returned 0'],
  ['basis', 'exactWhen', 'always', 'must return true or false; it returned "always"'],
  ['basis', 'transport', { scale: Number.NaN }, 'must return a number as "scale"; it returned NaN'],
  ['edge', 'compose', undefined, 'must return an object; it returned undefined'],
  ['edge', 'compose', { base: 'silu', basisWeight: true }, 'must return { kind: NAME, ... } as "base"; it returned "silu"'],
  ['edge', 'compose', { base: null, basisweight: true }, 'returned "basisweight", which nothing reads (Did you mean "basisWeight"?)'],
  ['layer', 'terms', [], 'must return a list that is not empty; it returned []'],
  ['function', 'apply', Number.NaN, 'must return a formula; it returned NaN'],
  ['grid', 'place', { dom: [0, 1], isForced: true }, 'returned "dom", which nothing reads'],
  ['grid', 'place', { domain: [0, 1], isForced: 'no' }, 'must return true or false as "isForced"; it returned "no"'],
  ['optimizer', 'accepted', undefined, 'must return a number; it returned undefined'],
  ['optimizer', 'damping', { shape: 'round' }, 'must return "marquardt" or "identity" as "shape"; it returned "round"'],
  ['optimizer', 'damping', { shape: 'identity', start: 0 }, 'must return a number above 0 as "start"; it returned 0'],
  ['loss', 'formula', constant(1), 'must return a list; it returned a formula'],
  ['initializer', 'initialize', { coefficients: [1], baseWeight: new Float64Array(1), basisWeight: new Float64Array(1) }, 'must return a Float64Array as "coefficients"; it returned [1]'],
  ['exporter', 'export', {}, 'must return at least one file; it returned {}'],
  ['exporter', 'export', { 'a.c': 3 }, 'must return a text or a Uint8Array as "a.c"; it returned 3'],
  ['exporter', 'export', { '../a.c': '3' }, 'must return files with plain names; it returned {"../a.c":"3"}'],
  ['exporter', 'export', { '..': '3' }, 'must return files with plain names; it returned {"..":"3"}'],
  ['exporter', 'trial', { files: { 'a/main.c': '' }, probe: ['cc'], needs: '', commands: [['cc']] }, 'must return files with plain names as "files"; it returned {"a/main.c":""}'],
  ['exporter', 'trial', { files: {}, probe: [], needs: '', commands: [['cc']] }, 'must return a list that is not empty as "probe"; it returned []'],
])('what a plugin returns must be what its contract says: %s.%s', (kind, what, value, reason) => {
  expect(() => callPlugin({ kind, name: 'odd' }, what, () => value)).toThrow(`"${what}" of the ${kind} "odd" ${reason}. Report it`);
});

test.each([['basis', 'features'], ['basis', 'size'], ['regularizer', 'penalty'], ['loss', 'formula'], ['metric', 'evaluate'], ['function', 'apply']] as const)('%s.%s is not async', async (kind, what) => {
  const refusal = `"${what}" of the ${kind} "odd" must return its result at once; it is async. Report it`;
  expect(() => callPlugin({ kind, name: 'odd' }, what, () => Promise.resolve([constant(1)]))).toThrow(refusal);
  // Nobody waits for it: what it fails by would end the process.
  expect(() => callPlugin({ kind, name: 'odd' }, what, () => Promise.reject(new Error('late')))).toThrow(refusal);
  await new Promise(setImmediate);
});

test('what comes later is looked at later', async () => {
  await expect(callPlugin({ kind: 'dataset', name: 'odd' }, 'load', () => Promise.resolve({ task: 'regresion' }))).rejects.toThrow('"regression" or "classification" as "task"');
});

test('a placement that says all it may, and one that says nothing, pass', () => {
  const grid = { kind: 'grid', name: 'sound' } as const;
  const all = { domain: [0, 1], knots: Float64Array.of(0, 1), isForced: false, norm: 'data', probation: 3 };
  expect(callPlugin(grid, 'place', () => all)).toBe(all);
  expect(callPlugin(grid, 'place', () => null)).toBeNull();
});

test('what a basis may leave out may be left out, and features are a list or a window', () => {
  const basis = { kind: 'basis', name: 'sound' } as const;
  for (const claim of ['order', 'smoothness', 'differenceOrder']) expect(callPlugin(basis, claim, () => undefined)).toBeUndefined();
  expect(callPlugin(basis, 'intervals', () => null)).toBeNull();
  for (const features of [[constant(1)], { start: constant(0), values: [constant(1)] }]) expect(callPlugin(basis, 'features', () => features)).toBe(features);
  const shape = { a: { scope: 'layer', trainable: false, initial: { from: -1, to: 1 }, constraint: 'positive' }, b: { scope: 'input', trainable: true, initial: 0 } };
  expect(callPlugin(basis, 'shape', () => shape)).toBe(shape);
});

test('a value that cannot be written out is told of all the same', () => {
  const circle: Record<string, unknown> = {};
  circle['again'] = circle;
  expect(() => callPlugin({ kind: 'function', name: 'odd' }, 'apply', () => circle)).toThrow('must return a formula; it returned an object that is not plain. Report it');
});

test('results and errors of our own pass as they are', async () => {
  expect(callPlugin(basis, 'size', () => 3)).toBe(3);
  expect(await callPlugin({ kind: 'engine', name: 'wobbly' }, 'compile', () => Promise.resolve(4))).toBe(4);
  const own = new KnotworkError('input', 'wrong file');
  expect(() => callPlugin(basis, 'load', () => { throw own; })).toThrow(own);
});

test('a formula that reads what it is not given is told as the failure of the plugin, wherever in the result it stands', () => {
  const [x, y] = [input('x'), input('y')];
  const call = (value: unknown, reads: readonly string[]) => () => callPlugin(basis, 'features', () => value, reads);
  expect(call([x, x.mul(y)], ['x', 'z'])).toThrow('"features" of the basis "wobbly" returned a formula that reads "y"; it may read x, z. Report it');
  expect(call({ start: y, values: [x] }, ['x'])).toThrow('reads "y"; it may read x.');
  expect(call([x.add(table('t') as never)], ['x', 't'])).toThrow('reads "t"');
  for (const sound of [[x, x.mul(y)], { start: constant(0), values: [y, grid.knot(grid.cell(x), 1)] }]) {
    expect(callPlugin(basis, 'features', () => sound, ['x', 'y', 'grid.min', 'grid.max'])).toBe(sound);
  }
});
