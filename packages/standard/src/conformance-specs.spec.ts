import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { standardPackages } from './index.js';

// What is checked is what specs say, package by package: a spec beside each plugin, or one that goes through all plugins of its package. What the kit
// itself is made of, the reference engine, is checked by a spec of the kit.
// Metrics have no checks: their formula is all there is to them.

const require = createRequire(import.meta.url);

/** Conformance specs of a package, without their imports. */
function specsOf(name: string): string {
  const folder = join(dirname(require.resolve(`${name}/package.json`)), 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.conformance.spec.ts'));
  return files.map((file) => readFileSync(join(folder, file), 'utf8').replace(/^import .*$/gm, '')).join('\n');
}

/** Under what name a package exports a plugin. */
const exportOf = (exported: object, plugin: unknown): string => Object.entries(exported).find(([name, value]) => name !== 'default' && value === plugin)?.[0] ?? '(not exported)';

const packages = await Promise.all((await standardPackages()).map(async ({ name, definition }) => {
  const exported = await import(name) as object;
  const checked = definition.plugins.filter(({ kind }) => kind !== 'metric');
  return [name, { specs: specsOf(name) + specsOf('@knotwork/conformance'), plugins: checked.map((plugin) => ({ title: `${plugin.kind} ${plugin.name}`, symbol: exportOf(exported, plugin) })) }] as const;
}));

test.each(packages)('%s has a conformance spec for every plugin that it offers', (_, { specs, plugins }) => {
  const goesThroughAll = /\b\w+\.plugins\b/.test(specs);
  const without = plugins.filter(({ symbol }) => !goesThroughAll && !new RegExp(`\\b${symbol}\\b`).test(specs));
  expect(without.map(({ title }) => title)).toEqual([]);
});
