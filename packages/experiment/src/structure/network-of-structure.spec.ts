import { expect, test } from '@jest/globals';
import type { Part } from '@knotwork/symbolic';
import { mayMultiply, networkOf } from './network-of-structure.js';

const x = (input: number): Part => ({ kind: 'input', input });
const shapeOf = (root: Part, inputs: number, doMultiply = false) => networkOf({ root, unused: [], isTelling: true }, inputs, doMultiply, 1)!;
const LINE = { basis: { kind: 'polynomial', degree: 1 }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'free' };
const INITIALIZER = { kind: 'small', amplitude: 1 };
const product = (of: Part[], constant = 0): Part => ({ kind: 'product', of, constant });
const sum = (...of: Part[]): Part => ({ kind: 'sum', of });
const inside = (of: Part[], multiply = false): Part => ({ kind: 'function', of, mayMultiply: multiply });

test('a product is the node of the last layer, or one before it where a constant stands beside it', () => {
  expect(shapeOf(product([x(0), x(1)]), 2)).toEqual({ widths: [2, 1], layers: { 0: { layer: { kind: 'multiplicative', products: 1, arity: 2 }, initializer: INITIALIZER, edges: [{ only: [[0, 0], [1, 1]] }] } } });
  expect(shapeOf(product([x(0), x(1)], 0.5), 2)).toEqual({
    widths: [2, 1, 1], layers: { 0: { layer: { kind: 'multiplicative', products: 1, arity: 2 }, initializer: INITIALIZER, edges: [{ only: [[0, 0], [1, 1]] }] }, 1: { edges: [{ only: [[0, 0]], ...LINE }] } },
  });
});

test('terms of a sum: products by lines, single inputs passed on by a line and bent at last', () => {
  // (x0 + x1) x2 + g(x3) + x4 x5 x0: products of two and three come after the node that passes x3 on.
  expect(shapeOf(sum(product([sum(x(0), x(1)), x(2)]), x(3), product([x(4), x(5), x(0)])), 6)).toEqual({
    widths: [6, 3, 1], layers: {
      0: { layer: { kind: 'multiplicative', products: 2, arity: [2, 3] }, initializer: INITIALIZER, edges: [{ only: [[0, 1], [1, 1], [2, 2], [4, 3], [5, 4], [0, 5]] }, { only: [[3, 0]], ...LINE }] },
      1: { edges: [{ only: [[0, 0]] }, { only: [[1, 0], [2, 0]], ...LINE }] },
    },
  });
});

test('functions of sums are nodes of their own, as deep as they are', () => {
  const root = inside([inside([x(0), x(1)]), inside([x(2), x(3)])]);
  expect(shapeOf(root, 4)).toEqual({ widths: [4, 2, 1, 1], layers: { 0: { edges: [{ only: [[0, 0], [1, 0], [2, 1], [3, 1]] }] }, 1: { edges: [{ only: [[0, 0], [1, 0]] }] }, 2: { edges: [{ only: [[0, 0]] }] } } });
});

test('what may add up or multiply does either', () => {
  const root = inside([x(0), x(1)], true);
  expect([mayMultiply(root), mayMultiply(sum(x(0), root)), mayMultiply(inside([x(0), x(1)]))]).toEqual([true, true, false]);
  expect(shapeOf(root, 2)).toEqual({ widths: [2, 1, 1], layers: { 0: { edges: [{ only: [[0, 0], [1, 0]] }] }, 1: { edges: [{ only: [[0, 0]] }] } } });
  expect(shapeOf(root, 2, true)).toEqual({ widths: [2, 1, 1], layers: { 0: { layer: { kind: 'multiplicative', products: 1, arity: 2 }, initializer: INITIALIZER, edges: [{ only: [[0, 0], [1, 1]] }] }, 1: { edges: [{ only: [[0, 0]] }] } } });
});

test('inputs that act together get several nodes, and nothing is no network', () => {
  const { widths, layers } = shapeOf({ kind: 'joint', of: [x(0), product([x(1), x(2)])] }, 3);
  expect([widths, layers['1']!.edges![0]!.only.length]).toEqual([[3, 2, 5, 1], 10]);
  expect(networkOf({ root: null, unused: [0], isTelling: false }, 1, false, 1)).toBeNull();
});
