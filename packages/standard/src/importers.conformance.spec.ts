import { test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { checkPlugin, exampleFrom } from '@knotwork/conformance';
import type { EngineDefinition } from '@knotwork/plugin/engine';
import { standardPackages } from './index.js';

// Networks of importers are made of other plugins, all of which are known here alone.
const fixtures = new URL('../../importers/src/fixtures/', import.meta.url);
const examples = readdirSync(fixtures).filter((name) => name.endsWith('.rows.safetensors')).map((rows) => {
  const name = rows.replace('.rows.safetensors', '');
  return exampleFrom(name, readFileSync(new URL(`${name}.safetensors`, fixtures)), readFileSync(new URL(rows, fixtures)));
});
const all = (await standardPackages()).flatMap(({ definition }) => definition.plugins);
const { create } = all.find(({ kind, name }) => kind === 'engine' && name === 'native') as EngineDefinition;
const engine = await create({});
for (const importer of all.filter(({ kind }) => kind === 'importer')) {
  const own = examples.filter(({ name }) => name.startsWith(importer.name.split('-')[0]!));
  for (const { name, run } of checkPlugin(importer, { engine, companions: all, examples: own })) test(name, run);
}
