import { expect, test } from '@jest/globals';
import { mlp } from './mlp.js';

const parts = { basis: { kind: 'b-spline' }, edge: { kind: 'residual' }, inputMap: 'interval', outside: 'linear' } as const;

test('edges are weights on the inputs as they are, whatever basis the file names', () => {
  expect(mlp.terms(mlp.options.parse({}), parts, { inputs: 2, sums: 3 })).toEqual([{ basis: { kind: 'affine' }, edge: { kind: 'plain' }, inputMap: 'raw', outside: 'free' }]);
});

test('the activation is silu unless another is named, in short or in full', () => {
  const activation = (options: Record<string, unknown>) => mlp.activation!(mlp.options.parse(options));
  expect(activation({})).toEqual({ kind: 'silu' });
  expect(activation({ activation: { kind: 'tanh' } })).toEqual({ kind: 'tanh' });
  expect(activation({ activation: 'tanh' })).toEqual({ kind: 'tanh' });
});
