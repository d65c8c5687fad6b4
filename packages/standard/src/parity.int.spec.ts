import { describe, expect, test } from '@jest/globals';
import { checkParity, parityNetworks, plainCatalog } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { tfjs } from '@knotwork/engine-tfjs';
import type { Definition } from '@knotwork/plugin';
import { standardPackages } from './index.js';

// Engines beside the reference engine on networks of everything that is published here.

const catalog = plainCatalog((await standardPackages()).flatMap(({ definition }) => definition.plugins) as unknown as Definition[]);
const all = parityNetworks(catalog);
const few = parityNetworks(catalog, { networks: 'few' });

const engines = [
  ['native in double precision', await native.create({ precision: 'float64' }), all],
  ['native in single precision', await native.create({ precision: 'float32' }), all],
  ['tfjs on wasm', await tfjs.create({ backend: 'wasm' }), all],
  ['tfjs on cpu', await tfjs.create({ backend: 'cpu' }), few],
  // Only where it is installed, or was promised to be.
  ...(process.env['KNOTWORK_TFJS_NODE'] === '1' || (await tfjs.backends!()).some(({ name, state }) => name === 'tfjs-node' && state === 'ready') ? [['tfjs on tfjs-node', await tfjs.create({ backend: 'tfjs-node' }), all] as const] : []),
] as const;

test('some network is made of every plugin that networks are made of', () => {
  expect(all.omitted).toEqual([]);
  for (const kind of ['basis', 'edge', 'layer', 'function', 'loss', 'regularizer'] as const) {
    const names = all.networks.filter(({ about }) => about === kind).map(({ name }) => name);
    for (const { definition } of catalog.list(kind)) expect(names.filter((name) => name.startsWith(definition.name)).length).toBeGreaterThan(0);
  }
});

for (const [name, engine, { networks }] of engines) {
  describe(name, () => {
    for (const check of checkParity(engine, networks)) test(check.name, check.run, 60_000);
  });
}
