import { expect, test } from '@jest/globals';
import { evaluate, trace } from '@knotwork/algebra';
import { kan } from './kan.js';

/** What the nodes of a layer with three inputs and two outputs make of a sum. */
function nodeOf(options: Parameters<NonNullable<typeof kan.nodes>>[0], z: number): number {
  const groups = kan.nodes!(options, { inputs: 3, outputs: 2 });
  expect(groups).toMatchObject([{ count: 2, arity: 1 }]);
  const { formula } = groups[0]!;
  return formula === undefined ? z : evaluate(trace(['z'], (e) => ({ y: formula([e!]) })), { z })['y']!;
}

test('a kan layer has the offered parts as its one term and the identity at its nodes', () => {
  const parts = { basis: { kind: 'b-spline', degree: 2 }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'linear' } as const;
  expect(kan.terms(kan.options.parse({}), parts, { inputs: 2, sums: 3 })).toEqual([parts]);
  expect(nodeOf({ node: 'sum' }, 6)).toBe(6);
});

test('nodes that take the mean divide by the number of their inputs', () => {
  expect(nodeOf({ node: 'mean' }, 6)).toBe(2);
  expect(kan.options.safeParse({ node: 'product' }).success).toBe(false);
});
