import { expect, test } from '@jest/globals';
import { native } from './index.js';

test('a run can say how it was computed and why', async () => {
  const notes = async (precision: 'float64' | 'float32', kernels: 'auto' | 'off'): Promise<unknown> => (await native.create({ precision, kernels })).notes;
  expect(await notes('float64', 'off')).toEqual({ path: 'reference', because: 'engine.kernels is off' });
  expect(await notes('float64', 'auto')).toEqual({ path: 'reference', because: 'no kernels yet' });
  expect(await notes('float32', 'off')).toEqual({ path: 'reference', because: 'engine.kernels is off', computes: 'float64' });
});
