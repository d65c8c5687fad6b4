import { expect, test } from '@jest/globals';
import { callPlugin } from './call-plugin.js';
import { KnotworkError } from './errors.js';

const basis = { kind: 'basis', name: 'wobbly' } as const;

test('what a plugin throws, at once or later, is told as its failure', async () => {
  expect(() => callPlugin(basis, 'features', () => { throw new TypeError('x.foo is not a function'); }))
    .toThrow('"features" of the basis "wobbly" failed: x.foo is not a function. Report it');
  await expect(callPlugin(basis, 'load', () => Promise.reject(new Error('late')))).rejects.toMatchObject({ code: 'plugin', place: { plugin: 'basis wobbly' } });
});

test('results and errors of our own pass as they are', async () => {
  expect(callPlugin(basis, 'size', () => 3)).toBe(3);
  expect(await callPlugin(basis, 'load', () => Promise.resolve(4))).toBe(4);
  const own = new KnotworkError('input', 'wrong file');
  expect(() => callPlugin(basis, 'load', () => { throw own; })).toThrow(own);
});
