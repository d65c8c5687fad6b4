import { expect, test } from '@jest/globals';
import { evaluate, trace } from '@knotwork/algebra';
import { multiplicative } from './multiplicative.js';

const size = { inputs: 3, outputs: 4 };

test('first come nodes that are sums, then nodes that multiply as many sums as they are told', () => {
  const groups = multiplicative.nodes!(multiplicative.options.parse({ products: 3, arity: 2 }), size);
  expect(groups.map(({ count, arity, formula }) => [count, arity, formula !== undefined])).toEqual([[1, 1, false], [3, 2, true]]);
  const [, { formula }] = multiplicative.nodes!(multiplicative.options.parse({ arity: 3 }), size) as [unknown, Required<typeof groups[number]>];
  const product = trace(['p', 'q', 'r'], (...z) => ({ y: formula(z) }));
  expect(evaluate(product, { p: 2, q: -3, r: 0.5 })).toEqual({ y: -3 });
});

test('all nodes may multiply, and no more than there are', () => {
  expect(multiplicative.nodes!({ products: 4, arity: 2 }, size).map(({ count }) => count)).toEqual([0, 4]);
  expect(() => multiplicative.nodes!({ products: 5, arity: 2 }, size)).toThrow('The layer multiplicative has 4 nodes, and 5 of them are to multiply. Let "products" be at most 4.');
  expect(() => multiplicative.nodes!({ products: 2, arity: 2 }, { inputs: 1, outputs: 1 })).toThrow('has 1 node, and 2 of them');
});

test('edges are the offered parts, one term for all sums', () => {
  const parts = { basis: { kind: 'b-spline' }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'linear' } as const;
  expect(multiplicative.terms(multiplicative.options.parse({}), parts, { inputs: 3, sums: 5 })).toEqual([parts]);
});

test('at least one product of at least two sums', () => {
  expect(multiplicative.options.parse({})).toEqual({ products: 1, arity: 2 });
  for (const bad of [{ products: 0 }, { arity: 1 }, { arity: 11 }, { products: 1.5 }]) expect(multiplicative.options.safeParse(bad).success).toBe(false);
});

test('each may multiply as many as a list says', () => {
  const groups = multiplicative.nodes!(multiplicative.options.parse({ products: 2, arity: [2, 3] }), size);
  expect(groups.map(({ count, arity }) => [count, arity])).toEqual([[2, 1], [1, 2], [1, 3]]);
  expect(evaluate(trace(['p', 'q', 'r'], (...z) => ({ y: groups[2]!.formula!(z) })), { p: 2, q: 3, r: 5 })).toEqual({ y: 30 });
  expect(() => multiplicative.nodes!({ products: 2, arity: [2] }, size)).toThrow('The layer multiplicative has 2 nodes that multiply, and "arity" lists 1. Give it as many numbers, or one for all.');
  expect(multiplicative.options.safeParse({ products: 2, arity: [2, 1] }).success).toBe(false);
});
