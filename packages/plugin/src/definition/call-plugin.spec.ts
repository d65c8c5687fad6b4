import { expect, test } from '@jest/globals';
import { constant } from '@knotwork/algebra';
import { callPlugin } from './call-plugin.js';
import type { Kind } from './definition.js';
import { KnotworkError } from '../errors.js';

const basis = { kind: 'basis', name: 'wobbly' } as const;

test('what a plugin throws, at once or later, is told as its failure', async () => {
  expect(() => callPlugin(basis, 'features', () => { throw new TypeError('x.foo is not a function'); }))
    .toThrow('"features" of the basis "wobbly" failed: x.foo is not a function. Report it');
  await expect(callPlugin(basis, 'load', () => Promise.reject(new Error('late')))).rejects.toMatchObject({ code: 'plugin', place: { plugin: 'basis wobbly' } });
});

test.each<[Kind, string, unknown, string]>([
  ['edge', 'compose', undefined, 'must return an object; it returned undefined'],
  ['edge', 'compose', { base: 'silu', basisWeight: true }, 'must return { kind: NAME, ... } as "base"; it returned "silu"'],
  ['edge', 'compose', { base: null, basisweight: true }, 'returned "basisweight", which nothing reads (Did you mean "basisWeight"?)'],
  ['layer', 'terms', [], 'must return a list that is not empty; it returned []'],
  ['function', 'apply', Number.NaN, 'must return a formula; it returned NaN'],
  ['grid', 'place', { dom: [0, 1], isForced: true }, 'returned "dom", which nothing reads'],
  ['grid', 'place', { domain: [0, 1], isForced: 'no' }, 'must return true or false as "isForced"; it returned "no"'],
  ['optimizer', 'damping', { shape: 'round' }, 'must return "marquardt" or "identity" as "shape"; it returned "round"'],
  ['optimizer', 'damping', { shape: 'identity', start: 0 }, 'must return a number above 0 as "start"; it returned 0'],
  ['loss', 'formula', constant(1), 'must return a list; it returned a formula'],
  ['initializer', 'initialize', { coefficients: [1], baseWeight: new Float64Array(1), basisWeight: new Float64Array(1) }, 'must return a Float64Array as "coefficients"; it returned [1]'],
])('what a plugin returns must be what its contract says: %s.%s', (kind, what, value, reason) => {
  expect(() => callPlugin({ kind, name: 'odd' }, what, () => value)).toThrow(`"${what}" of the ${kind} "odd" ${reason}. Report it`);
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

test('results and errors of our own pass as they are', async () => {
  expect(callPlugin(basis, 'size', () => 3)).toBe(3);
  expect(await callPlugin(basis, 'load', () => Promise.resolve(4))).toBe(4);
  const own = new KnotworkError('input', 'wrong file');
  expect(() => callPlugin(basis, 'load', () => { throw own; })).toThrow(own);
});
