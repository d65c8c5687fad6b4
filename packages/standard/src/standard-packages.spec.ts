import { expect, test } from '@jest/globals';
import { createRequire } from 'node:module';
import { API, isPackageDefinition } from '@knotwork/plugin';
import { packagesAtHand } from './at-hand.js';
import { standardPackages } from './index.js';

const require = createRequire(import.meta.url);
const packages = await standardPackages();

test.each(packages.map((p) => [p.name, p] as const))('%s exports a package definition of this version of the contract', (_, { definition }) => {
  expect(isPackageDefinition(definition)).toBe(true);
  expect(definition.api).toBe(API);
  expect(definition.plugins.length).toBeGreaterThan(0);
});

test.each(packages.map((p) => [p.name, p.version] as const))('%s is listed with its version, %s', (name, version) => {
  expect((require(`${name}/package.json`) as { version: string }).version).toBe(version);
});

test('no two plugins of one kind have the same name', () => {
  const names = packages.flatMap((p) => p.definition.plugins.map((d) => `${d.kind} ${d.name}`));
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('every package that standard depends on is listed', () => {
  const { dependencies } = require('../package.json') as { dependencies: Record<string, string> };
  expect(Object.keys(dependencies).filter((name) => name !== '@knotwork/plugin').sort()).toEqual(packages.map((p) => p.name).sort());
});

test('what is at hand is what is loaded, but for plugins that read files of other programs', () => {
  const named = (all: typeof packages) => all.map(({ name, version }) => [name, version]);
  // The identity of a run is made of these.
  expect(named(packagesAtHand)).toEqual(named(packages));
  const isFor = ({ name }: { name: string }): boolean => name === '@knotwork/importers';
  expect(packagesAtHand.filter((own) => !isFor(own))).toEqual(packages.filter((own) => !isFor(own)));
  expect(packagesAtHand.filter(isFor).flatMap(({ definition }) => definition.plugins)).toEqual([]);
});
