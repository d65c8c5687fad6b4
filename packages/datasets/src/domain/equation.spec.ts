import { expect, test } from '@jest/globals';
import { evaluate, formula } from '@knotwork/algebra';
import { isKnotworkError } from '@knotwork/plugin';
import { blockOf, conflictOf, type Equation, equationOf, functionOf } from './equation.js';
import type { Names } from './names.js';

const names: Names = { coordinates: ['t', 'x'], unknowns: ['u', 'v'], constants: { nu: 0.25, a: 3 }, parameters: ['k'] };
const equation = (text: string): Equation => equationOf(text, names, 'equations');
const valueOf = (text: string, at: Readonly<Record<string, number>>): number => {
  const { residual, reads } = equation(text);
  return evaluate(formula(Object.keys(reads), { r: residual }), at)['r']!;
};
const messageOf = (of: () => unknown): string => {
  try { of(); } catch (error) { if (isKnotworkError(error)) return error.message; throw error; }
  throw new Error('nothing was refused');
};
const refusal = (text: string): string => messageOf(() => equation(text));

test('an equation is its left side minus its right one, or what is to be 0', () => {
  const at = { u: 2, u_t: 5, u_x: 7, u_xx: 11, x: 0.5 };
  expect(valueOf('u_t + u*u_x = 4*u_xx - x', at)).toBe(5 + 14 - 44 + 0.5);
  expect(valueOf('u_t + u*u_x', at)).toBe(19);
  expect(valueOf('0 = u', at)).toBe(-2);
  expect(valueOf('u = 3 # what follows is = a comment', at)).toBe(-1);
});

test('constants are put in, and whatever else stands there is read', () => {
  expect(valueOf('u_t = nu*u_xx + a', { u_t: 0, u_xx: 8 })).toBe(-5);
  expect(equation('u_t = k*v_xt + nu*x').reads).toEqual({
    u_t: { of: 'derivative', output: 0, inputs: [0] }, k: { of: 'scalar', name: 'k' }, v_xt: { of: 'derivative', output: 1, inputs: [0, 1] }, x: { of: 'input', index: 1 },
  });
});

test('a comparison is no sign of equality', () => {
  const at = (x: number): number => valueOf('u = x <= 0.5 ? 1 : 2', { u: 10, x });
  expect([at(0.5), at(0.6)]).toEqual([9, 8]);
  expect(valueOf('x >= 0 ? u : 0', { u: 10, x: 1 })).toBe(10);
  for (const sign of ['==', '!=', ':=', '<=', '>=', '<', '>']) expect(refusal(`u_x ${sign} 0`)).toMatch(new RegExp(`^An equation says with "=" what is equal; got "${sign}" in "u_x ${sign} 0"\\. Write = in its place`));
});

test('what is no equation is refused', () => {
  expect(refusal('u = v = 0')).toBe('An equation must have one "=" at most; got "u = v = 0". Write two equations, as a list.');
  for (const text of ['', ' ', 'u =', '= u', '=', '# u = 0', 'u = # 0']) expect([text, refusal(text)]).toEqual([text, expect.stringMatching(/^An equation must have something on both sides of "="/)]);
  for (const text of ['x = 1', 'k = nu', '3']) expect([text, refusal(text)]).toEqual([text, expect.stringMatching(/^An equation must say something of u or v; got /)]);
  expect(refusal('u + (v = 0')).toMatch(/^In "u \+ \(v = 0": .*is not mathematics/);
});

test('a name that nobody gave is refused with what is near', () => {
  expect(refusal('u_t = \u03bb*u')).toMatch(/known are u, v, t, x, nu, a, k\. Names have letters from a to z and digits\. Write it out, such as lambda, and give it a value in constants\.$/);
  for (const laplacian of ['\u0394u = 0', '\u2207\u00b2u = 0', 'u_{xx} = 0']) expect(refusal(laplacian)).toMatch(/ A derivative of u is written u_t or u_tx\.$/);
  expect(refusal('u_t = mu*u_xx')).toBe('Nobody says what "mu" is in "u_t = mu*u_xx"; known are u, v, t, x, nu, a, k. Did you mean "nu"? Correct it, or give it a value in constants, or name it in unknowns, or in parameters for a number that is to be found.');
  expect(refusal('ut = 0')).toContain('Did you mean "u_t", a derivative?');
  expect(refusal('v_z = 0')).toContain('A derivative of v is written v_t or v_tx, with the names of coordinates.');
  for (const text of ['du/dx = 0', 'd2u/dx2 = 0', 'diff(u, x) = 0', "u' = 0", 'd(u)/d(x) = 0', 'laplacian(u) = 0', '∂u/∂x = 0', 'grad(u) = 0']) expect([text, refusal(text)]).toEqual([text, expect.stringContaining('A derivative of u is written u_t or u_tx.')]);
  // Names that begin like words for derivatives are none.
  for (const text of ['u_t = diffusivity*u_xx', 'u = dose/density', 'u = gradient']) expect([text, refusal(text)]).toEqual([text, expect.not.stringContaining('derivative')]);
  for (const text of ['u(x, t) = 0', 'u_x(t) = v', '2*v( x ) = 1']) expect([text, refusal(text)]).toEqual([text, expect.stringMatching(/Write [uv] without parentheses/)]);
});

test('the block of an equation computes its residual from what it reads', () => {
  const block = blockOf(equation('u_t = nu*x'), { name: 'heat', points: 'inside', weight: 2 });
  expect(block).toMatchObject({ name: 'heat', points: 'inside', weight: 2, form: 'residuals', reads: { u_t: { of: 'derivative', output: 0, inputs: [0] }, x: { of: 'input', index: 1 } } });
  expect(evaluate(block.formula, { u_t: 4, x: 8 })).toEqual({ r: 2 });
});

test('a function is of coordinates and constants alone', () => {
  expect(evaluate(formula(['t', 'x'], { y: functionOf('a*x - t', names, 'reference') }), { t: 1, x: 2 })['y']).toBe(5);
  for (const text of ['u', 'u_x', 'x + k', 'u = x']) expect([text, messageOf(() => functionOf(text, names, 'reference'))]).toEqual([text, expect.stringMatching(/^reference must be a function of t, x alone, .*without unknowns\.$/)]);
  expect(messageOf(() => functionOf('sin(z)', names, 'reference'))).toBe('Nobody says what "z" is in "sin(z)"; known are t, x, nu, a. Correct it, or give it a value in constants.');
  expect(evaluate(formula(['t', 'x'], { y: functionOf('x <= t ? 1 : 2', names, 'reference') }), { t: 1, x: 2 })['y']).toBe(2);
});

const line = Array.from({ length: 9 }, (_, k) => ({ t: 1, x: k / 8 }));
const conflict = (a: string, b: string): ReturnType<typeof conflictOf> => conflictOf(equation(a), equation(b), line);

test('equations that say the same at the same points are found, however they are written', () => {
  for (const [a, b] of [['u = 0', 'u = 0'], ['u = x', 'x = u'], ['u = x', '2*u = 2*x'], ['u - x', '-3*(u - x) = 0'], ['u = x', 't*u = x*t'], ['u_x = v', 'v - u_x = 0'], ['u = x + t', 'u = x + 1'], ['u = k', 'k - u'], ['u^2 = x', '4*u^2 = 4*x'], ['(1 + x)*u = 0', 'u = 0']] as const) {
    expect([a, b, conflict(a, b)]).toEqual([a, b, 'same']);
    expect([b, a, conflict(b, a)]).toEqual([b, a, 'same']);
  }
});

test('equations that no unknown satisfies together are found, at some of the points or at all', () => {
  for (const [a, b] of [['u = 0', 'u = 1'], ['u = x', 'u = x^2'], ['u = x', 'u = -x'], ['u = 1', '2*u = 1'], ['u = 1', '-u = 1'], ['u_x = 0', 'u_x = 1'], ['u = v', 'v - u = 1'], ['u = x', 'u = x < 0.6 ? x : 1']] as const) {
    expect([a, b, conflict(a, b)]).toEqual([a, b, 'contradiction']);
    expect([b, a, conflict(b, a)]).toEqual([b, a, 'contradiction']);
  }
});

test('equations that can hold together are left alone', () => {
  for (const [a, b] of [['u = 0', 'u_x = 0'], ['u = 0', 'v = 1'], ['u = 0', 'u + v = 1'], ['u + v = 0', 'u - v = 1'], ['u_t = 0', 'u_x = 1'], ['u^2 = 1', 'u = 1'], ['u = k', 'u = 1'], ['u = k', 'u = 2*k'], ['u*v = 0', 'u + v = 1'], ['sin(u) = 0', 'u = 1']] as const) {
    expect([a, b, conflict(a, b)]).toEqual([a, b, null]);
    expect([b, a, conflict(b, a)]).toEqual([b, a, null]);
  }
});
