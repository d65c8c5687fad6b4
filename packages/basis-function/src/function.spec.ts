import { expect, test } from '@jest/globals';
import { evaluate, grid, GRID_MAX, GRID_MIN, toExpr, trace } from '@knotwork/algebra';
import type { Expr } from '@knotwork/plugin';
import { functionBasis } from './function.js';

test('the one feature is f(a x + b), whatever the domain', () => {
  const feature = trace(['x', 'a', 'b', GRID_MIN, GRID_MAX], (x, a, b) => ({
    y: (functionBasis.features(x!, grid, { f: { kind: 'any' }, a: 1, b: 0 }, { a: a!, b: b! }, { f: (u) => toExpr(u).square().add(7) }) as Expr[])[0]!,
  }));
  for (const [min, max] of [[-1, 1], [5, 9]]) expect(evaluate(feature, { x: 3, a: -2, b: 0.5, [GRID_MIN]: min!, [GRID_MAX]: max! })).toEqual({ y: 5.5 ** 2 + 7 });
});

test('the feature is read as f with a and b of the edge', () => {
  expect(functionBasis.reads!({ f: { kind: 'sin' }, a: 1, b: 0 })).toEqual([{ f: 'f', a: 'a', b: 'b' }]);
});

test('it asks for the function by name, in short or in full', () => {
  const asked = (f: unknown) => functionBasis.functions!(functionBasis.options.parse({ f }));
  expect(asked('sin')).toEqual({ f: { kind: 'sin' } });
  expect(asked({ kind: 'sin', degree: 2 })).toEqual({ f: { kind: 'sin', degree: 2 } });
});

test('a and b are trained, one of each for every edge, and start where the options say', () => {
  const trained = { scope: 'edge', trainable: true } as const;
  expect(functionBasis.shape!({ f: { kind: 'sin' }, a: 2, b: -1 })).toEqual({ a: { ...trained, initial: 2 }, b: { ...trained, initial: -1 } });
  expect(functionBasis.options.parse({ f: 'sin' })).toMatchObject({ a: 1, b: 0 });
  for (const bad of [{}, { f: 'sin', a: 0 }, { f: 'sin', a: 1e7 }, { f: 'sin', b: -1e7 }]) expect(functionBasis.options.safeParse(bad).success).toBe(false);
});

test('a and b stay what they are when the domain moves', () => {
  expect(functionBasis.transport!({ a: 2, b: 3 }, [-1, 1], [0, 5], { f: { kind: 'sin' }, a: 1, b: 0 })).toEqual({ a: 2, b: 3 });
});
