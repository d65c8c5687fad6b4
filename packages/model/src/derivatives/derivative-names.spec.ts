import { expect, test } from '@jest/globals';
import { isKnotworkError } from '@knotwork/plugin';
import { derivativesAsked, type DerivativesOf } from './derivative-names.js';

const refusal = (of: () => unknown): string => {
  try { of(); } catch (error) { if (isKnotworkError(error)) return `${error.code}: ${error.message}`; throw error; }
  return 'nothing was refused';
};
const refusedFor = (of: unknown, outputs: readonly string[] = []): string => refusal(() => derivativesAsked(of as DerivativesOf, ['t', 'x'], outputs));
const asked = (of: DerivativesOf, inputs: readonly string[] = ['t', 'x']) => derivativesAsked(of, inputs).map(({ name, inputs: places }) => [name, places]);

test('names of inputs stand one after the other, with and without underscores', () => {
  expect(asked(['x', 'xx', 'tx', 'x_t', 't_x_x'])).toEqual([['x', [1]], ['xx', [1, 1]], ['tx', [0, 1]], ['xt', [1, 0]], ['txx', [0, 1, 1]]]);
  expect(asked(['x_x', 'xx', ['x', 'x']])).toEqual([['xx', [1, 1]]]);
  expect(asked(['x1x12', 'x2'], ['x1', 'x2', 'x12'])).toEqual([['x1x12', [0, 2]], ['x2', [1]]]);
});

test('names of any length, with spaces and underscores, have an underscore between them in the name of the column', () => {
  const columns = ['horse power', 'weight', 'model_year'];
  expect(asked(['horse power', 'weightweight', 'horse power_weight', 'model_year_weight', ['weight', 'horse power']], columns)).toEqual([
    ['horse power', [0]], ['weight_weight', [1, 1]], ['horse power_weight', [0, 1]], ['model_year_weight', [2, 1]], ['weight_horse power', [1, 0]],
  ]);
});

test('what could be two derivatives is refused with both spellings that are one', () => {
  const columns = ['x', 'xx', 'a_b', 'a', 'b'];
  expect(refusal(() => asked(['xx'], columns))).toBe('input: the derivative "xx" could be the one in x and x, or in xx. Put names in quotes: \'"x"_"x"\', or \'"xx"\'.');
  expect(refusal(() => asked(['a_b'], columns))).toContain('could be the one in a_b, or in a and b.');
  expect(asked(['"x"_"x"', '"xx"', '"a"_"b"', '"a_b"', ['x', 'xx'], 'x"b"'], columns)).toEqual([['x_x', [0, 0]], ['"xx"', [1]], ['ab', [3, 4]], ['"a_b"', [2]], ['"x"_"xx"', [0, 1]], ['xb', [0, 4]]]);
  // What columns are called asks for them.
  for (const [name, places] of asked(['"x"_"x"', '"xx"', '"a_b"', ['x', 'xx'], ['x', 'x', 'x']], columns)) expect(asked([name as string], columns)).toEqual([[name, places]]);
  // A quote within a name is written as two.
  expect(asked(['"x""xx"'], ['x', 'xx', 'x"xx'])).toEqual([['x"xx', [2]]]);
});

test('names in quotes hold commas, underscores and quotes, and stand beside others', () => {
  const columns = ['a, b', 'say "c"', 'x'];
  expect(asked('x, xx ,"a, b"_"a, b",,x_x', columns)).toEqual([['x', [2]], ['xx', [2, 2]], ['a, b_a, b', [0, 0]]]);
  expect(asked('"a, b","say ""c"""_x,x"a, b",x_"a, b"_x', columns)).toEqual([['a, b', [0]], ['say "c"_x', [1, 2]], ['x_a, b', [2, 0]], ['x_a, b_x', [2, 0, 2]]]);
  expect(refusal(() => asked(['"a, b'], columns))).toBe('input: the derivative \'"a, b\' has a quote that does not end. Write a name in quotes as \'"name"\', and a quote within as two.');
});

test('what no input is called, too many names and none are refused', () => {
  expect(refusal(() => asked(['xz']))).toBe('input: the derivative "xz" must be made of names of inputs, with or without an underscore between them; the network has "t", "x". Did you mean "x"?');
  expect(refusal(() => asked(['wieght'], ['weight', 'age']))).toContain('Did you mean "weight"?');
  expect(refusal(() => asked([['y']]))).toContain('the derivative "y" must be made of');
  expect(refusal(() => asked(['"z"x']))).toContain('the derivative "z" must be made of');
  expect(refusal(() => asked(['xxxx']))).toBe('input: the derivative "xxxx" is of order 4, and the highest is 3. Name at most 3 inputs.');
  for (const none of [[], [[]], '', ' , ']) expect(refusal(() => asked(none))).toBe('input: a derivative must name the inputs that it is taken in; got none. Name some of "t", "x", one twice for a second derivative.');
  for (const none of ['', '_', '__']) expect(refusal(() => asked([none]))).toMatch(/^input: /);
});

test('names of columns are told what stands behind their output', () => {
  expect(refusedFor(['u_xx'], ['u'])).toBe('input: the derivative "u_xx" must be made of names of inputs, with or without an underscore between them; the network has "t", "x". Did you mean "xx"? It is taken of every output.');
  expect(refusedFor('t,a_b_t_x', ['a', 'a_b'])).toContain('Did you mean "t_x"?');
  for (const other of ['v_xx', 'u_', 'u_z', 'uxx']) expect(refusedFor([other], ['u'])).not.toContain('of every output');
});

test('what is neither a text nor a list of names is refused', () => {
  for (const [of, got] of [[[3], '3'], [[null], 'null'], [[[0, 0]], '[0,0]'], [['x', { x: 2 }], '{"x":2}'], [[['x', undefined]], '["x",null]']] as const) {
    expect(refusedFor(of)).toBe(`input: a derivative must be a text such as 'x' or 'xx', or a list of names of inputs; got ${got}.`);
  }
});
