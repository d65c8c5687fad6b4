import { expect, test } from '@jest/globals';
import { residual } from './residual.js';

const composed = (options: Record<string, unknown>) => residual.compose(residual.options.parse(options));

test('the base function is silu unless another is named', () => {
  expect(composed({})).toEqual({ base: { kind: 'silu' }, basisWeight: true });
  expect(composed({ base: { kind: 'tanh' } })).toEqual({ base: { kind: 'tanh' }, basisWeight: true });
  expect(composed({ base: 'tanh' })).toEqual({ base: { kind: 'tanh' }, basisWeight: true });
});

test('none, in short or in full, switches the base function off and keeps the basis weight', () => {
  expect(composed({ base: 'none' })).toEqual({ base: null, basisWeight: true });
  expect(composed({ base: { kind: 'none' } })).toEqual({ base: null, basisWeight: true });
});

test('unknown options are refused', () => {
  expect(residual.options.safeParse({ bias: 1 }).success).toBe(false);
});
