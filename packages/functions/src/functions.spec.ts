import { expect, test } from '@jest/globals';
import { derivative, evaluate, trace } from '@knotwork/algebra';
import type { FunctionDefinition } from '@knotwork/plugin';
import * as functions from './index.js';
import {
  abs, arccos, arcsin, arctan, arctanh, besselJ0, cosh, cosine, cube, erf, exp, fifthPower, fourthPower, gaussian, gelu, identity, log, power, reciprocal, reciprocalCube, reciprocalFifthPower,
  reciprocalFourthPower, reciprocalSqrt, reciprocalSquare, relu, sigmoid, sign, silu, sine, sinh, softplus, sqrt, square, tangent, tanh, threeHalvesPower,
} from './index.js';

/** Products of a few factors. */
const ROUNDING = 1e-14;
const value = (f: FunctionDefinition, x: number, options = {}): number => evaluate(trace(['x'], (e) => ({ y: f.apply(e, f.options.parse(options)) })), { x })['y']!;
const slope = (f: FunctionDefinition, x: number, options = {}): number => evaluate(trace(['x'], (e) => ({ y: derivative(f.apply(e, f.options.parse(options)), 'x') })), { x })['y']!;

test('each function has its closed form', () => {
  for (const x of [-30, -2, -0.1, 0, 0.7, 5]) {
    expect(value(identity, x)).toBe(x);
    expect(value(tanh, x)).toBe(Math.tanh(x));
    expect(value(silu, x)).toBeCloseTo(x / (1 + Math.exp(-x)), 14);
    expect(value(relu, x)).toBe(Math.max(0, x));
    expect(value(softplus, x)).toBeCloseTo(Math.log1p(Math.exp(x)), 14);
    expect(value(sigmoid, x)).toBeCloseTo(1 / (1 + Math.exp(-x)), 14);
    expect(value(sine, x, { frequency: 3 })).toBeCloseTo(Math.sin(3 * x), 14);
  }
});

const closedForms: readonly (readonly [{ readonly name: string }, (x: number) => number])[] = [
  [square, (x) => x ** 2], [cube, (x) => x ** 3], [fourthPower, (x) => x ** 4], [fifthPower, (x) => x ** 5],
  [reciprocal, (x) => 1 / x], [reciprocalSquare, (x) => x ** -2], [reciprocalCube, (x) => x ** -3], [reciprocalFourthPower, (x) => x ** -4], [reciprocalFifthPower, (x) => x ** -5],
  [abs, Math.abs], [sign, Math.sign], [exp, Math.exp], [cosine, Math.cos], [tangent, Math.tan], [sinh, Math.sinh], [cosh, Math.cosh], [arctan, Math.atan], [gaussian, (x) => Math.exp(-x * x)],
];
test.each(closedForms.map(([f, expected]) => [f.name, f as FunctionDefinition, expected] as const))('%s is what it is called, on both sides of 0', (_, f, expected) => {
  for (const x of [-2.5, -1.3, -0.2, 0.4, 1, 3.1]) expect(Math.abs(value(f, x) / expected(x) - 1)).toBeLessThan(ROUNDING);
});

test('what is defined on a part of the line has its closed form there, and no value elsewhere', () => {
  for (const x of [0.01, 0.5, 3, 40]) {
    expect(value(sqrt, x)).toBe(Math.sqrt(x));
    expect(value(reciprocalSqrt, x)).toBe(1 / Math.sqrt(x));
    expect(Math.abs(value(threeHalvesPower, x) / x ** 1.5 - 1)).toBeLessThan(ROUNDING);
    expect(value(log, x)).toBe(Math.log(x));
  }
  for (const x of [-0.99, -0.3, 0.2, 0.8]) {
    expect(value(arcsin, x)).toBe(Math.asin(x));
    expect(value(arccos, x)).toBeCloseTo(Math.acos(x), 14);
    expect(Math.abs(value(arctanh, x) / Math.atanh(x) - 1)).toBeLessThan(ROUNDING);
  }
  for (const f of [sqrt, reciprocalSqrt, threeHalvesPower, log]) expect(value(f as unknown as FunctionDefinition, -1)).toBeNaN();
  for (const f of [arcsin, arccos, arctanh]) expect(value(f as unknown as FunctionDefinition, 1.5)).toBeNaN();
});

test('a power has any exponent above 0, is 0 at 0 with a finite slope, and has no value below', () => {
  for (const exponent of [0.3, 0.5, 1, 1.7, 2]) {
    const [at, slopeAt] = [value, slope].map((of) => (x: number) => of(power as unknown as FunctionDefinition, x, { exponent })) as [(x: number) => number, (x: number) => number];
    for (const x of [0.01, 0.7, 40]) expect([at(x) / x ** exponent, slopeAt(x) / (exponent * x ** (exponent - 1))]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
    expect([at(0), slopeAt(0), at(-0.5), at(NaN)]).toEqual([0, 0, NaN, NaN]);
  }
  for (const exponent of [0, -1]) expect(power.options.safeParse({ exponent }).success).toBe(false);
});

test('erf is that of the tables', () => {
  // Abramowitz and Stegun, table 7.1
  for (const [x, expected] of [[0.5, 0.5204998778], [-1, -0.8427007929], [2, 0.9953222650]] as const) expect(value(erf, x)).toBeCloseTo(expected, 10);
});

test('J0 is that of the tables, and its slope is -J1', () => {
  // Values of both to 17 digits, around the place where formulas change, too.
  const known = [
    [0, 1, 0], [0.5, 0.9384698072408129, -0.2422684576748739], [2.404825557695773, -6.10876525973673e-17, -0.5191474972894667], [7.999, 0.17188537228232045, -0.2344939012279374],
    [8, 0.1716508071375539, -0.23463634685391463], [8.001, 0.17141609967153276, -0.23477854371960058], [31, 0.05120814530454225, 0.1330243166663142], [1234.5, -0.013550379618035721, -0.0182175083373925],
  ] as const;
  for (const [x, j0, slopeThere] of known) {
    for (const sign of [1, -1]) {
      expect(Math.abs(value(besselJ0, sign * x) - j0)).toBeLessThan(5e-16);
      if (x > 0) expect(Math.abs(slope(besselJ0, sign * x) - sign * slopeThere)).toBeLessThan(1e-14);
    }
  }
});

test('the period of a sine is that of its frequency', () => {
  expect(sine.claims!({ frequency: 4 })).toMatchObject({ period: Math.PI / 2, expression: 'sin(4 * x)' });
});

test('gelu is x times the normal distribution function, to 5e-4', () => {
  // Phi at these places, from a table.
  for (const [x, phi] of [[-2, 0.0227501], [-0.5, 0.3085375], [0, 0.5], [1, 0.8413447], [3, 0.9986501]] as const) expect(Math.abs(value(gelu, x) - x * phi)).toBeLessThan(5e-4);
});

test('none overflows far out', () => {
  for (const f of [gelu, relu, sigmoid, silu, softplus, tanh]) {
    for (const x of [-1e4, 1e4]) {
      expect(Number.isFinite(value(f, x))).toBe(true);
      expect(Number.isFinite(slope(f, x))).toBe(true);
    }
  }
});

test('silu and its slope stay finite far out', () => {
  expect(value(silu, 1000)).toBe(1000);
  expect(Math.abs(value(silu, -1000))).toBe(0);
  expect(slope(silu, 1000)).toBe(1);
  expect(Math.abs(slope(silu, -1000))).toBe(0);
  expect(slope(silu, 0)).toBe(0.5);
});

test('the package offers what it exports', () => {
  const { default: definition, ...exported } = functions;
  expect(new Set(definition.plugins)).toEqual(new Set(Object.values(exported)));
});
