import { afterEach, expect, test } from '@jest/globals';
import { native } from './index.js';

const host = globalThis as { WebAssembly?: unknown };
const real = host.WebAssembly;
afterEach(() => { host.WebAssembly = real; });

const notes = async (precision: 'float64' | 'float32', kernels: 'auto' | 'off'): Promise<unknown> => (await native.create({ precision, kernels, contraction: 'wasm' })).notes;

test('a run can say how it was computed and why', async () => {
  expect(await notes('float64', 'auto')).toEqual({ path: 'kernels' });
  expect(await notes('float32', 'auto')).toEqual({ path: 'kernels' });
  expect(await notes('float64', 'off')).toEqual({ path: 'reference', because: 'engine.kernels is off' });
  expect(await notes('float32', 'off')).toEqual({ path: 'reference', because: 'engine.kernels is off', computes: 'float64' });
});

test('native contractions work on what kernels work on: without these they are refused', async () => {
  await expect(native.create({ kernels: 'off', contraction: 'native' })).rejects.toThrow('The engine "native" has no native contractions here: they work on the memory of kernels, and engine.kernels is off. Set engine.contraction=auto');
});

test('a host without WebAssembly gets the reference path', async () => {
  delete host.WebAssembly;
  expect(await notes('float64', 'auto')).toEqual({ path: 'reference', because: 'this host has no WebAssembly' });
});

/** A host whose compiler refuses modules that `isRefused` says so of. */
function refusing(isRefused: (bytes: Uint8Array) => boolean): object {
  return { ...(real as object), Memory: (real as Record<string, unknown>)['Memory'], Instance: (real as Record<string, unknown>)['Instance'], Module: function Module(bytes: Uint8Array) {
    if (isRefused(bytes)) throw new Error('CompileError: Wasm code generation disallowed by embedder');
    return new (real as { Module: new (bytes: Uint8Array) => object }).Module(bytes);
  } };
}

test('a host that forbids generating code gets the reference path', async () => {
  host.WebAssembly = refusing(() => true);
  expect(await notes('float64', 'auto')).toEqual({ path: 'reference', because: 'this host forbids generating code' });
});

test('a host that has no memory left gets the reference path, and is not said to forbid code', async () => {
  host.WebAssembly = { Memory: function Memory() { throw new RangeError('could not allocate memory'); } };
  expect(await notes('float64', 'auto')).toEqual({ path: 'reference', because: 'this host gives WebAssembly no memory: it limits address space (ulimit -v)' });
});

test('a host without vectors gets the reference path', async () => {
  // 0xfd begins every vector instruction.
  host.WebAssembly = refusing((bytes) => bytes.includes(0xfd));
  expect(await notes('float32', 'auto')).toEqual({ path: 'reference', because: 'this host has no WebAssembly vectors (SIMD)', computes: 'float64' });
});
