import { expect, test } from '@jest/globals';
import { kan } from './kan.js';

test('a kan layer has the offered parts as its one term and the identity at its nodes', () => {
  const parts = { basis: { kind: 'b-spline', degree: 2 }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'linear' } as const;
  expect(kan.terms(kan.options.parse({}), parts, { inputs: 2, outputs: 3 })).toEqual([parts]);
  expect(kan.node).toBeUndefined();
});
