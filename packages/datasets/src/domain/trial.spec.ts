import { expect, test } from '@jest/globals';
import { equationOf } from './equation.js';
import type { Names } from './names.js';
import { type Trial, tryEquation } from './trial.js';

const names: Names = { coordinates: ['x'], unknowns: ['u', 'v'], constants: {}, parameters: ['k'] };
const at = Float64Array.from({ length: 601 }, (_, row) => (row - 300) / 300);
const tried = (text: string, k = 1): Trial => tryEquation(equationOf(text, names, 'equations'), { count: at.length, width: 1, values: at }, { k });

test('what is a finite number for some values of the unknowns is fine, wherever it is not for others', () => {
  for (const text of ['u = 0', 'u_xx + u*u_x = sin(x)', 'log(u) = x', 'sqrt(-u)*sqrt(v) = 1', 'log(u - 200) = v', 'u_x/u = exp(v)', 'k*u = 1/(2 + x)']) expect([text, tried(text).notFinite]).toEqual([text, null]);
});

test('the first point is found where the residual is no finite number, whatever the unknowns are', () => {
  expect(tried('u = log(x)').notFinite).toEqual({ row: 0, value: NaN });
  expect(tried('u = sqrt(0.5 - x)').notFinite).toEqual({ row: 451, value: NaN });
  expect(tried('u = -1/abs(x - 1)').notFinite).toEqual({ row: 600, value: Infinity });
  expect(tried('u + log(k) = 0', -1).notFinite).toEqual({ row: 0, value: NaN });
  expect(tried('u = 1e160').notFinite).toMatchObject({ row: 0 });
  expect(tried('u^100 = 1e20').notFinite).toBeNull();
  // Infinite for most, and tried with all of them.
  expect(tried('u_x + 1/x*v = 0').notFinite).toMatchObject({ row: 300 });
});

test('whether unknowns have a part is seen from numbers, not from names', () => {
  for (const text of ['u = x', 'u*v_x = 1', 'sign(u) = 1', 'relu(u - 50) = 0', 'u = x > 0.99 ? 1 : u', '1 + 1e-12*u_x = 0', '1e-15*u = 1e-15*x', 'floor(u) = 0', 'u_x*relu(x - 0.99) = x']) expect([text, tried(text).hasUnknown]).toEqual([text, true]);
  for (const text of ['u = u', 'u - u = x', '0*u_xx = x', 'x > 5 ? u : 1', 'x*(u - u) = 1', 'u_x + x = u_x', 'u*v + 3*x = v*u']) expect([text, tried(text).hasUnknown]).toEqual([text, false]);
});
