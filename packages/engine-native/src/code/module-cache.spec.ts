import { expect, test } from '@jest/globals';
import { FunctionBuilder, i32 } from './emitter.js';
import { cachedModules, moduleOf, MOST_MODULES } from './module-cache.js';

const functions = () => {
  const f = new FunctionBuilder('f', 1);
  f.emit(i32.store(f.parameters[0]!.get, i32.constant(1)));
  return [f];
};

test('a key is compiled once, other keys get modules of their own', () => {
  let compiled = 0;
  const counted = () => { compiled++; return functions(); };
  const first = moduleOf('module-cache a', counted);
  expect(moduleOf('module-cache a', counted)).toBe(first);
  expect(moduleOf('module-cache b', counted)).not.toBe(first);
  expect(compiled).toBe(2);
});

test('modules are kept up to a number, and the one used longest ago goes first', () => {
  const first = moduleOf('module-cache first', functions);
  for (let k = 1; k < MOST_MODULES; k++) moduleOf(`module-cache ${k}`, functions);
  expect(cachedModules()).toBe(MOST_MODULES);
  // Used again, it is the last to go.
  expect(moduleOf('module-cache first', functions)).toBe(first);
  for (let k = 1; k < MOST_MODULES; k++) moduleOf(`module-cache more ${k}`, functions);
  expect(cachedModules()).toBe(MOST_MODULES);
  expect(moduleOf('module-cache first', functions)).toBe(first);
  let again = 0;
  moduleOf('module-cache 1', () => { again++; return functions(); });
  expect(again).toBe(1);
});
