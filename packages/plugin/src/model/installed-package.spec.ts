import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { type InstalledPackage, installedCatalog } from './installed-package.js';
import { definePackage } from '../definition/package-definition.js';
import { defineFunction } from '../kinds/function.js';

const silu = defineFunction({ name: 'silu', summary: 'x times its sigmoid', options: z.strictObject({}), apply: (x) => x.mul(x.sigmoid()) });
const installed = (name: string, ...plugins: Parameters<typeof definePackage>[0]['plugins']): InstalledPackage =>
  ({ name, version: '1.2.3', definition: definePackage({ api: 1, plugins }) });

test('what packages bring is found with the package that brought it', () => {
  const { list } = installedCatalog([installed('empty'), installed('functions', silu)]);
  expect(list('function')).toEqual([{ definition: silu, package: 'functions', version: '1.2.3' }]);
  expect(() => installedCatalog([installed('one', silu), installed('two', silu)])).toThrow('The function "silu" comes from two packages, "one" and "two".');
});

test('a plugin of a kind that does not exist here is refused', () => {
  const strange = { ...silu, kind: 'sampler' } as unknown as typeof silu;
  expect(() => installedCatalog([{ name: 'future', version: '9.0.0', definition: { api: 1, plugins: [strange] } }]))
    .toThrow(/^Package "future" brings "silu" of kind "sampler", which is not one of: basis, .* Install a release/);
});
