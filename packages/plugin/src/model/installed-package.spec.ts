import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { type InstalledPackage, installedCatalog } from './installed-package.js';
import { definePackage } from '../definition/package-definition.js';
import type { Definition } from '../definition/definition.js';
import { defineKind } from '../definition/kind.js';
import { defineFunction } from '../kinds/function.js';

const silu = defineFunction({ name: 'silu', summary: 'x times its sigmoid', options: z.strictObject({}), apply: (x) => x.mul(x.sigmoid()) });
const installed = (name: string, ...plugins: Parameters<typeof definePackage>[0]['plugins']): InstalledPackage =>
  ({ name, version: '1.2.3', definition: definePackage({ api: 2, plugins }) });

test('what packages bring is found with the package that brought it', () => {
  const { list } = installedCatalog([installed('empty'), installed('functions', silu)]);
  expect(list('function')).toEqual([{ definition: silu, package: 'functions', version: '1.2.3' }]);
  expect(() => installedCatalog([installed('one', silu), installed('two', silu)])).toThrow('The function "silu" comes from two packages, "one" and "two".');
});

test('a plugin of a kind that does not exist here is refused', () => {
  const strange = { ...silu, kind: 'sampler' } as unknown as typeof silu;
  expect(() => installedCatalog([{ name: 'future', version: '9.0.0', definition: { api: 2, plugins: [strange] } }]))
    .toThrow(/^Package "future" brings "silu" of kind "sampler", which is not one of: basis, .* Install a release .*, or the package that declares the kind\.$/);
});

declare module './definition-of.js' {
  interface DefinitionOf { sampler: Sampler }
}

interface Sampler extends Definition<'sampler'> { readonly rate: number }

const samplerKind = defineKind<Sampler>({ name: 'sampler', about: 'A sampler draws rows.', parts: { rate: z.number() } });
const fast = samplerKind.define({ name: 'fast', summary: 'Draws many', options: z.strictObject({}), rate: 9 });
const bringing = (name: string, ...plugins: readonly Definition[]): InstalledPackage => ({ name, version: '1.0.0', definition: definePackage({ api: 2, kinds: [samplerKind], plugins }) });

test('a kind that a package declares is one like the others, for its own plugins and for those of other packages', () => {
  const slow = samplerKind.define({ name: 'slow', summary: 'Draws few', options: z.strictObject({}), rate: 1 });
  const catalog = installedCatalog([bringing('kinds', fast), installed('more', slow, silu)]);
  expect(catalog.kinds.slice(-2)).toEqual(['importer', 'sampler']);
  expect(catalog.get('sampler', 'fast').rate).toBe(9);
  expect(catalog.list('sampler').map((entry) => [entry.definition.name, entry.package])).toEqual([['fast', 'kinds'], ['slow', 'more']]);
  expect([catalog.declared('sampler'), catalog.declared('function')]).toEqual([samplerKind, undefined]);
  expect(() => catalog.get('sampler', 'fats')).toThrow('Unknown sampler "fats". Installed: fast, slow. Did you mean "fast"?');
  expect(() => installedCatalog([installed('more', slow)])).toThrow('Package "more" brings "slow" of kind "sampler"');
  expect(() => installedCatalog([bringing('one'), bringing('two')])).toThrow('The kind "sampler" is declared by two packages, "one" and "two". Remove one of them from "plugins".');
});
