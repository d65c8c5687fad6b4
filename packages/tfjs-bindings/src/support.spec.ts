import { expect, test } from '@jest/globals';
import { able } from './fixtures/world.js';
import { findBinding } from './find-binding.js';
import { thisHost, whyUnsupported } from './support.js';

test.each([
  ['macOS', { platform: 'darwin', arch: 'arm64', glibc: undefined, processor: undefined }, /for macOS, only for Linux on x64/],
  ['Windows', { platform: 'win32', glibc: undefined, processor: undefined }, /for Windows, only for Linux on x64/],
  ['a processor of another kind', { arch: 'arm64' }, /of the kind arm64, only for x64/],
  ['musl', { glibc: undefined }, /needs glibc, .* such as musl in Alpine/],
  ['an old glibc', { glibc: '2.12' }, /glibc 2\.17 or newer; here it is 2\.12/],
  ['an old processor', { processor: ' sse2 sse4_2 avx2only ' }, /needs a processor with AVX/],
])('on %s it is said that there is no binding, and what runs instead', async (_, change, says) => {
  const found = await findBinding('tfjs-node', { host: { ...able, ...change }, env: { KNOTWORK_CACHE: '/nowhere' } });
  expect(found).toMatchObject({ state: 'unsupported', because: expect.stringMatching(says), cure: expect.stringMatching(/wasm and cpu/) });
});

test('in a page it is said that it needs Node', async () => {
  const { process } = globalThis;
  Object.assign(globalThis, { process: undefined });
  const found = await findBinding('tfjs-node').finally(() => { Object.assign(globalThis, { process }); });
  expect(found).toMatchObject({ state: 'unsupported', because: 'tfjs-node cannot run here: it needs Node.', cure: expect.stringMatching(/wasm and cpu/) });
});

test('other machines can run them', () => {
  for (const change of [{}, { glibc: '2.17' }, { glibc: '3.0' }, { processor: undefined }]) expect(whyUnsupported({ ...able, ...change })).toBeNull();
});

test('this machine is known', () => {
  const { platform, arch, glibc } = thisHost();
  expect([platform, arch]).toEqual([process.platform, process.arch]);
  if (platform === 'linux' && glibc !== undefined) expect(glibc).toMatch(/^\d+\.\d+/);
});
