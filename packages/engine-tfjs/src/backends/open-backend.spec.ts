import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend } from '../backends.js';
import { tfjs } from '../index.js';

/** Where bindings would be, with none in it. */
let cache: string;
const before = process.env['XDG_CACHE_HOME'];

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'knotwork-cache-'));
  process.env['XDG_CACHE_HOME'] = cache;
});
afterEach(() => {
  rmSync(cache, { recursive: true });
  if (before === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = before;
});

test('auto takes the first that is there, and says which were not', async () => {
  const { backend, notes } = await openBackend('auto');
  expect(backend).toBe('wasm');
  expect(notes).toMatchObject({ backend: 'wasm', 'tfjs-core': '4.22.0' });
  expect(notes['because']).toBe('it is the first that there is, after tfjs-node-gpu and tfjs-node');
});

test('one that is asked for and not there is refused with what to type', async () => {
  await expect(openBackend('tfjs-node')).rejects.toMatchObject({ code: 'capability', message: expect.stringContaining('knotwork engines install tfjs-node') });
  await expect(tfjs.create({ backend: 'tfjs-node-gpu' })).rejects.toMatchObject({ code: 'capability', message: expect.stringContaining('knotwork engines install tfjs-node --gpu') });
});

test('what may compute is listed in the order in which auto tries, and loads nothing', async () => {
  const listed = await tfjs.backends!();
  expect(listed.map(({ name, state }) => `${name} ${state}`)).toEqual(['tfjs-node-gpu absent', 'tfjs-node absent', 'wasm ready', 'cpu ready']);
  for (const { name, options } of listed) expect(options).toEqual({ backend: name });
  expect(listed[2]!.versions).toEqual({ wasm: '4.22.0' });
});
