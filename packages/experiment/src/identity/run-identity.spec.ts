import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { type RunContent, runIdentity } from './run-identity.js';

const content: RunContent = { experiment: { name: 'one', seed: 3 }, dataFiles: {}, plugins: {}, versions: {}, source: null, host: { node: '20' }, engine: { name: 'native', path: 'reference' } };
const id = (change: Partial<RunContent>): string => runIdentity({ ...content, ...change }, (text) => createHash('sha256').update(text).digest('hex')).id;

test('the id depends on what is computed and how, and not on what the run is called', () => {
  expect(id({ experiment: { name: 'two', seed: 3 } })).toBe(id({}));
  expect(id({ experiment: { name: 'one', seed: 4 } })).not.toBe(id({}));
  expect(id({ engine: { name: 'native', path: 'kernels' } })).not.toBe(id({}));
  expect(id({ engine: { path: 'reference', name: 'native' } })).toBe(id({}));
});
