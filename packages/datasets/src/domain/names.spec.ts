import { expect, test } from '@jest/globals';
import { isKnotworkError } from '@knotwork/plugin';
import { HIGHEST_ORDER } from './derivative-factors.js';
import { derivativeMeant, type Names, readOf, requireNames } from './names.js';

const names: Names = { coordinates: ['t', 'x', 'y'], unknowns: ['u', 'v'], constants: { nu: 0.1 }, parameters: ['k'] };
const read = (name: string, of: Partial<Names> = {}): ReturnType<typeof readOf> => readOf(name, { ...names, ...of }, 'equations');
const messageOf = (of: () => unknown): string => {
  try { of(); } catch (error) { if (isKnotworkError(error)) return error.message; throw error; }
  throw new Error('nothing was refused');
};

test('names read coordinates, unknowns and parameters, and no others', () => {
  expect(['t', 'y', 'u', 'v', 'k'].map((name) => read(name))).toEqual([{ of: 'input', index: 0 }, { of: 'input', index: 2 }, { of: 'output', index: 0 }, { of: 'output', index: 1 }, { of: 'scalar', name: 'k' }]);
  for (const strange of ['w', 'z', 'nu', 'ux', 'w_x', 't_x', 'k_x', 'nu_x', 'u_z', 'u_', '_x', 'u_xz', 'U_x', 'u_X', 'u_1']) expect([strange, read(strange)]).toEqual([strange, null]);
});

test('derivatives are of any order of their coordinates, with and without underscores, and the order does not count', () => {
  expect(read('u_x')).toEqual({ of: 'derivative', output: 0, inputs: [1] });
  expect(read('v_tx')).toEqual({ of: 'derivative', output: 1, inputs: [0, 1] });
  expect(read('v_xt')).toEqual(read('v_tx'));
  for (const same of ['u_xx', 'u_x_x']) expect(read(same)).toEqual({ of: 'derivative', output: 0, inputs: [1, 1] });
  for (const same of ['u_xyt', 'u_t_x_y', 'u_yx_t']) expect(read(same)).toEqual({ of: 'derivative', output: 0, inputs: [0, 1, 2] });
});

test('coordinates may have longer names', () => {
  const of = { coordinates: ['radius', 'time', 'x1', 'x2'] };
  expect(read('u_time', of)).toEqual({ of: 'derivative', output: 0, inputs: [1] });
  for (const same of ['u_radiustime', 'u_time_radius']) expect(read(same, of)).toEqual({ of: 'derivative', output: 0, inputs: [0, 1] });
  expect(read('u_x1x2', of)).toEqual({ of: 'derivative', output: 0, inputs: [2, 3] });
  for (const strange of ['u_x', 'u_rad', 'u_x12', 'u_timex']) expect([strange, read(strange, of)]).toEqual([strange, null]);
});

test('a derivative that could be two is refused, and one that can be read two ways as the same is not', () => {
  expect(messageOf(() => read('u_xx', { coordinates: ['x', 'xx'] }))).toBe('"u_xx" could be the derivative in x and x, or in xx. Rename a coordinate.');
  expect(messageOf(() => read('u_abc', { coordinates: ['a', 'ab', 'bc', 'c'] }))).toContain('could be the derivative in a and bc, or in ab and c');
  // Either order of these is the same derivative.
  expect(read('u_aaaaa', { coordinates: ['aa', 'aaa'] })).toEqual({ of: 'derivative', output: 0, inputs: [0, 1] });
  // An underscore may be left out, and does not decide what it stands between.
  expect(messageOf(() => read('u_x_xx', { coordinates: ['x', 'xx'] }))).toContain('could be');
  expect(read('u_yxx', { coordinates: ['xx', 'y'] })).toEqual({ of: 'derivative', output: 0, inputs: [0, 1] });
});

test('a derivative above the highest order is refused', () => {
  expect(read('u_xxx')).toEqual({ of: 'derivative', output: 0, inputs: Array.from({ length: HIGHEST_ORDER }, () => 1) });
  expect(messageOf(() => read('u_xxxx'))).toMatch(/^"u_xxxx" is a derivative of order 4; the highest is 3\./);
  expect(messageOf(() => read('u_ttxx'))).toContain('of order 4');
});

test('what was meant by a derivative in another spelling is found', () => {
  const meant = (name: string, of: Partial<Names> = {}): string | undefined => derivativeMeant(name, { ...names, ...of });
  expect(['ux', 'U_x', 'u_XX', 'vtx', 'u_x_', 'V_Y'].map((name) => meant(name))).toEqual(['u_x', 'u_x', 'u_xx', 'v_tx', 'u_x', 'v_y']);
  expect(['u', 'w', 'uz', 'u_xxxx', 'du', 'xu', 'u_x1'].map((name) => meant(name))).toEqual(Array.from({ length: 7 }, () => undefined));
  expect(meant('phix', { unknowns: ['p', 'phi'], coordinates: ['X'] })).toBe('phi_X');
});

test('names that could not be told apart are refused with their place', () => {
  const refusal = (of: Partial<Names>): string => messageOf(() => { requireNames({ ...names, ...of }); });
  expect(() => { requireNames(names); }).not.toThrow();
  for (const bad of ['e', 'pi', 'tau', 'sin', 'relu', 'u_x', '1a', '', 'a b', 'ü', 'a-b', 'i.j', '__proto__']) expect([bad, refusal({ unknowns: ['u', bad] })]).toEqual([bad, expect.stringContaining('unknowns.1: a name must be letters from a to z')]);
  expect(refusal({ coordinates: ['t', 'pi'] })).toMatch(/^coordinates\.pi: a name/);
  expect(refusal({ constants: { x: 1 } })).toBe('constants.x: the name "x" is that of coordinates.x already. Rename one.');
  expect(refusal({ unknowns: ['u', 'u'] })).toBe('unknowns.1: the name "u" is that of unknowns.0 already. Rename one.');
  expect(refusal({ parameters: ['nu'] })).toBe('parameters.nu: the name "nu" is that of constants.nu already. Rename one.');
});
