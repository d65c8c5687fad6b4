import { expect, test } from '@jest/globals';
import { derivative, evaluate, type Expr, exprOfSteps, formula, input } from '@knotwork/algebra';
import type { Data } from '@knotwork/plugin';
import { domain } from '../domain.js';
import { accessTo } from '../fixtures/access.js';

type Options = Readonly<Record<string, unknown>>;
const load = (options: Options): Promise<Data> => domain.load(domain.options.parse({ points: { inside: 30, face: 5 }, ...options }), accessTo({}, 1));

/** Base and factor of an unknown, and their values and derivatives at points. */
async function built(options: Options, unknown = 0): Promise<{ readonly data: Data; readonly base: (at: Readonly<Record<string, number>>, ...by: string[]) => number; readonly factor: (at: Readonly<Record<string, number>>, ...by: string[]) => number }> {
  const data = await load(options);
  const names = data.inputs.map(({ name }) => name);
  const of = (which: 'base' | 'factor') => {
    const e = exprOfSteps(data.outputs[unknown]!.conditions![which], names.map((name) => input(name)));
    return (at: Readonly<Record<string, number>>, ...by: string[]): number => evaluate(formula(names, { y: by.reduce<Expr>((f, name) => derivative(f, name), e) }), at)['y']!;
  };
  return { data, base: of('base'), factor: of('factor') };
}
const SOME = [-0.9, -0.3, 0.2, 0.75];

test('on all faces of a square with values that agree at corners the base has them, the factor is 0 there, and 1 in the middle', async () => {
  const g = (x: number, y: number): number => Math.sin(x + 2 * y) + x * y;
  const { data, base, factor } = await built({ coordinates: { x: [-1, 1], y: [-1, 1] }, equations: 'u_xx + u_yy = 0', conditions: [{ on: 'boundary', equation: 'u = sin(x + 2*y) + x*y', exact: true }] });
  for (const s of [-1, 1, ...SOME]) {
    for (const [x, y] of [[-1, s], [1, s], [s, -1], [s, 1]] as const) {
      expect(base({ x, y })).toBeCloseTo(g(x, y), 14);
      expect(factor({ x, y })).toBe(0);
    }
  }
  expect(factor({ x: 0, y: 0 })).toBe(1);
  expect(factor({ x: 0.5, y: -0.5 })).toBeGreaterThan(0);
  // Nothing of it is trained.
  expect([data.equations!.objective.blocks.map(({ name }) => name), Object.keys(data.equations!.points)]).toEqual([['equation'], ['inside']]);
  expect(data.notes).toEqual(['u holds its conditions on x=-1, x=1, y=-1, y=1 by construction']);
});

test('in a cube, too, where three faces meet', async () => {
  const g = (x: number, y: number, z: number): number => Math.exp(x) * y + z * x * x;
  const { base, factor } = await built({ coordinates: { x: [0, 1], y: [0, 2], z: [-1, 1] }, equations: 'u_xx + u_yy + u_zz = 0', conditions: [{ on: 'boundary', equation: 'u = exp(x)*y + z*x^2', exact: true }] });
  for (const [x, y, z] of [[0, 0.7, 0.3], [1, 0.7, 0.3], [0.2, 0, 0.3], [0.2, 2, -0.4], [0.6, 1.1, -1], [0.6, 1.1, 1], [1, 2, 1], [0, 2, 0.5]] as const) {
    expect(base({ x, y, z })).toBeCloseTo(g(x, y, z), 13);
    expect(factor({ x, y, z })).toBe(0);
  }
});

test('beside conditions that are trained: on one face alone the base is what is given there, and the factor the distance', async () => {
  const { data, base, factor } = await built({ coordinates: { t: [0, 2], x: [-1, 1] }, equations: 'u_t = u_xx', conditions: [{ on: 't=0', equation: 'sin(pi*x) = 2*u', exact: true }, { on: ['x=-1', 'x=1'], equation: 'u = 0' }] });
  for (const x of SOME) for (const t of [0, 0.4, 2]) {
    expect(base({ t, x })).toBeCloseTo(Math.sin(Math.PI * x) / 2, 15);
    expect(factor({ t, x })).toBeCloseTo(t, 15);
  }
  expect(data.equations!.objective.blocks.map(({ name }) => name)).toEqual(['equation', 'condition 2']);
  expect(Object.keys(data.equations!.points)).toEqual(['inside', 'condition 2']);
});

test('a slope beside a value is built in, at the beginning of time with sides', async () => {
  const { base, factor } = await built({
    coordinates: { t: [0, 2], x: [0, 1] }, equations: 'u_tt = u_xx', conditions: [{ on: 't=0', equation: ['u = sin(pi*x)', 'u_t = x*(1 - x)'], exact: true }, { on: ['x=0', 'x=1'], equation: 'u = 0', exact: true }],
  });
  for (const x of [0, 0.3, 0.8, 1]) {
    expect(base({ t: 0, x })).toBeCloseTo(Math.sin(Math.PI * x), 14);
    expect(base({ t: 0, x }, 't')).toBeCloseTo(x * (1 - x), 14);
    expect([factor({ t: 0, x }), factor({ t: 0, x }, 't')]).toEqual([0, 0]);
  }
  for (const t of [0, 0.7, 2]) for (const x of [0, 1]) expect([base({ t, x }), factor({ t, x })]).toEqual([expect.closeTo(0, 14), 0]);
  expect(factor({ t: 1, x: 0.5 })).toBe(1);
});

test.each([
  ['a value at each', 'u = 2', 'u = 5', [2, NaN, 5, NaN]], ['a slope at the first', ['u = 2', 'u_x = 3'], 'u = 5', [2, 3, 5, NaN]], ['a slope at the last', 'u = 2', ['u_x = 4', 'u = 5'], [2, NaN, 5, 4]],
  ['slopes at both', ['u = 2', 'u_x = 3'], ['u = 5', 'u_x = 4'], [2, 3, 5, 4]], ['a slope at the last and nothing at the first', null, ['u = 5', 'u_x = 4'], [NaN, NaN, 5, 4]],
] as const)('along one coordinate: %s', async (_, first, last, known) => {
  const { base, factor } = await built({ coordinates: { x: [1, 3] }, equations: 'u_xx = u', conditions: [...(first === null ? [] : [{ on: 'x=1', equation: first, exact: true }]), { on: 'x=3', equation: last, exact: true }] });
  const found = [base({ x: 1 }), base({ x: 1 }, 'x'), base({ x: 3 }), base({ x: 3 }, 'x')];
  const lost = [factor({ x: 1 }), factor({ x: 1 }, 'x'), factor({ x: 3 }), factor({ x: 3 }, 'x')];
  known.forEach((value, k) => { if (!Number.isNaN(value)) expect([k, found[k], lost[k]]).toEqual([k, expect.closeTo(value, 13), expect.closeTo(0, 14)]); });
  known.forEach((value, k) => { if (Number.isNaN(value)) expect([k, Math.abs(lost[k]!) > 0.1]).toEqual([k, true]); });
  expect(factor({ x: 2 })).toBe(1);
});

test('every unknown has its own', async () => {
  const options = { coordinates: { t: [0, 4] }, unknowns: ['angle', 'speed', 'other'], equations: ['angle_t = speed', 'speed_t = -sin(angle)', 'other_t = angle'], conditions: [{ on: 't=0', equation: ['angle = 1', 'speed = c'], exact: true }, { on: 't=0', equation: 'other = 2' }], constants: { c: 0.5 } };
  const [angle, speed] = [await built(options, 0), await built(options, 1)];
  expect([angle.base({ t: 3 }), speed.base({ t: 3 })]).toEqual([1, 0.5]);
  expect(angle.data.outputs[2]).toEqual({ name: 'other' });
});
