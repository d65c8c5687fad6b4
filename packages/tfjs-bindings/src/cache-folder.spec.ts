import { expect, test } from '@jest/globals';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { bindingFolder, cacheFolder, recipeFolder } from './cache-folder.js';
import { recipes } from './pins.js';

test('bindings are kept where KNOTWORK_CACHE says, else in the folder of the user for such things', () => {
  expect(cacheFolder({ KNOTWORK_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
  expect(cacheFolder({ KNOTWORK_CACHE: 'a' })).toBe(resolve('a'));
  expect(cacheFolder({ KNOTWORK_CACHE: '', XDG_CACHE_HOME: '/b' })).toBe('/b/knotwork');
  expect(cacheFolder({ XDG_CACHE_HOME: 'b' })).toBe(join(homedir(), '.cache/knotwork'));
  expect(bindingFolder('tfjs-node', { KNOTWORK_CACHE: '/a' })).toBe('/a/engines/tfjs-node');
});

test('every recipe has a folder of its own, which another checksum changes', () => {
  const env = { KNOTWORK_CACHE: '/a' };
  const all = (['tfjs-node', 'tfjs-node-gpu'] as const).flatMap((name) => recipes(name));
  expect(new Set(all.map((recipe) => recipeFolder(recipe, env))).size).toBe(4);
  const [recipe] = all;
  expect(recipeFolder(recipe!, env)).toMatch(/^\/a\/engines\/tfjs-node\/4\.22\.0-tensorflow-2\.15\.1-[0-9a-f]{12}$/);
  const changed = { ...recipe!, packs: recipe!.packs.map((pack, k) => (k === 3 ? { ...pack, sha256: '0' } : pack)) };
  expect(recipeFolder(changed, env)).not.toBe(recipeFolder(recipe!, env));
});
