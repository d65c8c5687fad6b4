import { expect, test } from '@jest/globals';
import { defineFunction, type FunctionDefinition, z } from '@knotwork/plugin';
import * as functions from '@knotwork/functions';
import { Library } from './library.js';

const { default: everything } = functions;
const options = z.strictObject({});
const entries = (...definitions: readonly unknown[]) => definitions.map((definition) => ({ definition: definition as FunctionDefinition }));

test('functions with the same curves are one, the simplest first, and nobody says which they are', () => {
  const library = new Library(entries(...everything.plugins));
  const groups = library.functions.flatMap(({ name }) => (library.sameCurves(name).length === 0 ? [] : [[name, ...library.sameCurves(name)]]));
  expect(groups).toEqual([['linear', 'identity'], ['sine', 'cosine'], ['sqrt', 'power'], ['tanh', 'sigmoid'], ['arcsin', 'arccos']]);
  expect(library.functions.length).toBe(1 + everything.plugins.length - 5);
});

test('a line is in every library', () => {
  expect(new Library([]).functions.map(({ name, size }) => [name, size])).toEqual([['linear', 2]]);
});

test('how many numbers a function has follows from its claims', () => {
  const sizes = new Library(entries(functions.exp, functions.log, functions.sine, functions.cube, functions.gelu, functions.sqrt, functions.arcsin)).functions.map(({ name, size }) => [name, size]);
  expect(Object.fromEntries(sizes)).toEqual({ linear: 2, exp: 3, log: 3, sine: 4, cube: 3, gelu: 4, sqrt: 3, arcsin: 4 });
});

test('two functions of one name are refused', () => {
  expect(() => new Library(entries(functions.exp, functions.exp))).toThrow('The library has two functions called "exp".');
});

test('a claim that is none is refused by name', () => {
  const odd = defineFunction({ name: 'odd', summary: 'A misspelled claim', options, claims: () => ({ mirrors: 'odd' }) as never, apply: (x) => x.tanh() });
  expect(() => new Library(entries(odd))).toThrow('The function "odd" has a part "mirrors" that nothing reads. Did you mean "mirror"? Mend what its `claims` return.');
});

test('options are those that are given', () => {
  const library = new Library([{ definition: functions.sine as unknown as FunctionDefinition, options: { frequency: 5 } }]);
  expect(library.functions[1]!.claims.period).toBeCloseTo((2 * Math.PI) / 5, 14);
});
