import { afterEach, expect, test } from '@jest/globals';
import { backends } from './backends.js';

const host = globalThis as { WebAssembly?: unknown };
const real = host.WebAssembly;
afterEach(() => { host.WebAssembly = real; });

const contraction = { variant: 'avx2', version: '1.2.3', kinds: [], maps: [], features: [], origin: { file: 'contraction.node', variant: 0 }, run: () => undefined };

test('native code is first where there is some, by its instructions and version', () => {
  expect(backends({ contraction })).toEqual([
    { name: 'native code', options: { contraction: 'native' }, state: 'ready', versions: { avx2: '1.2.3' } },
    { name: 'wasm', options: { contraction: 'wasm' }, state: 'ready' },
    { name: 'plain loops', options: { kernels: 'off' }, state: 'ready' },
  ]);
});

test('where there is none it says why, and what to do where something can be done', () => {
  expect(backends({ because: 'none for linux-x64 is installed', isPossible: true })[0]).toMatchObject({ state: 'absent', because: 'None for linux-x64 is installed.', cure: expect.stringMatching(/npm run contraction/) });
  const [no] = backends({ because: 'there is none for linux-s390x', isPossible: false });
  expect(no).toEqual({ name: 'native code', options: { contraction: 'native' }, state: 'unsupported', because: 'There is none for linux-s390x.' });
});

test('without kernels native code computes nothing, and plain loops are ready', () => {
  delete host.WebAssembly;
  expect(backends({ contraction }).map(({ state, because }) => [state, because])).toEqual([['unsupported', 'This host has no WebAssembly.'], ['unsupported', 'This host has no WebAssembly.'], ['ready', undefined]]);
});
