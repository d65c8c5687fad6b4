import { expect, test } from '@jest/globals';
import { splineMlp } from './spline-mlp.js';

test('one weight per edge on a spline that all edges of an input share, on the grid that the file asks for', () => {
  const parts = { basis: { kind: 'b-spline' }, edge: { kind: 'residual' }, inputMap: 'tanh', outside: 'constant' } as const;
  expect(splineMlp.terms(splineMlp.options.parse({ intervals: 8 }), parts, { inputs: 2, sums: 3 }))
    .toEqual([{ basis: { kind: 'shared-spline', degree: 3, intervals: 8 }, edge: { kind: 'plain' }, inputMap: 'tanh', outside: 'constant' }]);
});
