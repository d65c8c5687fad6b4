import { expect, test } from '@jest/globals';
import { free, held } from './constant.js';
import { compose } from './compose.js';
import { symbolic } from './fixtures/hand-made.js';
import { KeptValues } from './kept-values.js';
import { raise, shift, type Sum, sumOf } from './normal-form.js';

const x = sumOf({ kind: 'variable', input: 0 });
const squareAnd = (constant: number): Sum => shift(raise(x, held(2)), free(constant));
const root = (of: number): Sum => compose(symbolic({ inputs: ['x'], layers: [{ outputs: 1, bias: [of], edges: [{ from: 0, to: 0, f: 'square' }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'sqrt' }] }] }), 100)[0]!;
const columns = [Float64Array.of(1, -40, 30, -1)];

test('a value that is lost at a row or between rows is, and one that was not there is none', () => {
  const values = new KeptValues(root(0.5), columns);
  expect([root(0.4), root(0), root(-0.5), root(-2)].map((form) => values.areIn(form, root(0.5)))).toEqual([true, true, false, false]);
  expect([root(-0.4), root(-0.9)].map((form) => values.areIn(form, root(-0.5)))).toEqual([true, false]);
});

test('a pole between rows is no loss, and a form without variables is defined everywhere', () => {
  expect(new KeptValues(squareAnd(1), columns).areIn(raise(x, held(-1)), squareAnd(1))).toBe(true);
  const constant = { terms: [], constant: free(1) };
  expect(new KeptValues(constant, columns).areIn(constant, constant)).toBe(true);
});

test('of several columns places lie between rows as they come', () => {
  const both = compose(symbolic({ inputs: ['x', 'z'], layers: [{ outputs: 1, bias: [0.5], edges: [{ from: 0, to: 0, f: 'square' }, { from: 1, to: 0, f: 'square' }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'sqrt' }] }] }), 100)[0]!;
  const values = new KeptValues(both, [Float64Array.of(-1, 1), Float64Array.of(1, -1)]);
  expect([root(0), root(-0.5)].map((form) => values.areIn(form, both))).toEqual([true, false]);
});
