import { expect, test } from '@jest/globals';
import { derivative, evaluate, trace } from '@knotwork/algebra';
import type { FunctionDefinition } from '@knotwork/plugin';
import * as functions from './index.js';
import { gelu, identity, relu, sigmoid, silu, sine, softplus, tanh } from './index.js';

const value = (f: FunctionDefinition, x: number, options = {}): number => evaluate(trace(['x'], (e) => ({ y: f.apply(e, f.options.parse(options)) })), { x })['y']!;
const slope = (f: FunctionDefinition, x: number): number => evaluate(trace(['x'], (e) => ({ y: derivative(f.apply(e, f.options.parse({})), 'x') })), { x })['y']!;

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
