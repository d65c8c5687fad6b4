import { expect, test } from '@jest/globals';
import { evaluate, trace } from '@knotwork/algebra';
import { kan } from './kan.js';

/** The node formula for three inputs. */
const nodeOf = (options: Parameters<NonNullable<typeof kan.node>>[1]) => (z: number): number =>
  evaluate(trace(['z'], (e) => ({ y: kan.node!(e, options, 3) })), { z })['y']!;

test('a kan layer has the offered parts as its one term and the identity at its nodes', () => {
  const parts = { basis: { kind: 'b-spline', degree: 2 }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'linear' } as const;
  expect(kan.terms(kan.options.parse({}), parts, { inputs: 2, outputs: 3 })).toEqual([parts]);
  expect(nodeOf({ node: 'sum' })(6)).toBe(6);
});

test('nodes that take the mean divide by the number of their inputs', () => {
  expect(nodeOf({ node: 'mean' })(6)).toBe(2);
  expect(kan.options.safeParse({ node: 'product' }).success).toBe(false);
});
