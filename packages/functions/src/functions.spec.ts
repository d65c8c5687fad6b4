import { expect, test } from '@jest/globals';
import { derivative, evaluate, trace } from '@knotwork/algebra';
import type { FunctionDefinition } from '@knotwork/plugin';
import * as functions from './index.js';
import { identity, silu, tanh } from './index.js';

const value = (f: FunctionDefinition, x: number): number => evaluate(trace(['x'], (e) => ({ y: f.apply(e, {}) })), { x })['y']!;
const slope = (f: FunctionDefinition, x: number): number => evaluate(trace(['x'], (e) => ({ y: derivative(f.apply(e, {}), 'x') })), { x })['y']!;

test('each function has its closed form', () => {
  for (const x of [-30, -2, -0.1, 0, 0.7, 5]) {
    expect(value(identity, x)).toBe(x);
    expect(value(tanh, x)).toBe(Math.tanh(x));
    expect(value(silu, x)).toBeCloseTo(x / (1 + Math.exp(-x)), 14);
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
