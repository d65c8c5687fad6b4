import { expect, test } from '@jest/globals';
import { identityOf } from './run-identity.js';
import type { Software } from './software.js';
import type { ResolvedExperiment } from '../config/index.js';
import { plainDigest } from '../host/digest.js';

interface Parts { readonly experiment: object; readonly files: Record<string, string>; readonly engine: Parameters<typeof identityOf>[2]; readonly software: Software }
const software: Software = { versions: {}, plugins: {}, source: null, host: { record: { node: '20.1.0' }, deciding: { node: '20' } } };
const network = { widths: [2, 1] };
const parts: Parts = { experiment: { name: 'one', seed: 3, network }, files: {}, engine: { name: 'native', notes: { path: 'reference' } }, software };
const identity = (change: Partial<Parts>): ReturnType<typeof identityOf> => {
  const { experiment, files, engine, software: by } = { ...parts, ...change };
  return identityOf(experiment as ResolvedExperiment, { files }, engine, by, plainDigest);
};
const id = (change: Partial<Parts>): string => identity(change).id;

test('the id depends on what is computed and how, and not on what the run is called', () => {
  expect(id({ experiment: { name: 'two', seed: 3, network } })).toBe(id({}));
  expect(id({ experiment: { name: 'one', seed: 4, network } })).not.toBe(id({}));
  expect(id({ files: { 'a.csv': '0123' } })).not.toBe(id({}));
  expect(id({ engine: { name: 'native', notes: { path: 'kernels' } } })).not.toBe(id({}));
  expect(id({ software: { ...software, plugins: { mine: 'mine@1.0.0' } } })).not.toBe(id({}));
  expect(id({ software: { ...software, host: { record: { node: '20.2.0' }, deciding: { node: '20' } } } })).toBe(id({}));
  expect(id({ software: { ...software, host: { record: {}, deciding: { node: '22' } } } })).not.toBe(id({}));
});

test('a run of a changed source tree is marked and not reused', () => {
  expect(identity({})).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{12}$/), isReusable: true });
  expect(identity({ software: { ...software, source: { commit: '0123', isDirty: true } } })).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{12}-dirty$/), isReusable: false });
});

test('of a saved network that is gone on from its bytes count, not where it lies', () => {
  const from = (path: string, sha256: string): string => id({ experiment: { name: 'one', seed: 3, network: { from: { path, sha256 } } } });
  expect(from('runs/b', '01')).toBe(from('runs/a', '01'));
  expect(from('runs/a', '02')).not.toBe(from('runs/a', '01'));
  expect(from('runs/a', '01')).not.toBe(id({}));
});
