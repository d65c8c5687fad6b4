import { describe, expect, test } from '@jest/globals';
import { damaged, isRefused, plainCatalog, tampered } from '@knotwork/conformance';
import { createNetwork, loadNetwork, neededPackages, saveNetwork, type SavedNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Definition, type PluginUse, type Variable } from '@knotwork/plugin';
import { standardPackages } from './index.js';

const catalog = plainCatalog((await standardPackages()).flatMap((p) => p.definition.plugins) as unknown as Definition[]);
const MUTANTS = 5000;

function saved(widths: readonly number[], basis: PluginUse, layer: PluginUse = { kind: 'kan' }): SavedNetwork {
  const variables = (count: number): Variable[] => Array.from({ length: count }, (_, i) => ({ name: `v${i}`, map: AS_GIVEN }));
  const { structure, network } = createNetwork({
    widths, layers: widths.slice(1).map(() => ({ layer, edge: { kind: 'residual' }, basis, inputMap: 'interval' as const, outside: 'linear' as const })),
    initializers: widths.slice(1).map(() => ({ kind: 'small' })), inputs: variables(widths[0]!), outputs: variables(widths.at(-1)!), domains: widths.slice(0, 1).flatMap((n) => Array.from({ length: n }, () => [-1, 1] as const)),
  }, randomStream(1, 'saved'), catalog);
  return saveNetwork(structure, network, { plugins: neededPackages(network.spec, catalog), extra: { 'extra.note': { dtype: 'U8', shape: [2], bytes: Uint8Array.of(7, 8) } } });
}

describe('of 20,000 small networks that were changed, every one is refused in words or is as it was:', () => {
  const files = saved([2, 2, 1], { kind: 'b-spline', intervals: 2 });
  const intact = loadNetwork(files, catalog);
  const bytes = new TextEncoder().encode(files.json);
  const unsigned = JSON.stringify({ ...JSON.parse(files.json) as object, checksum: undefined });

  test.each<[string, boolean, (stream: ReturnType<typeof randomStream>) => SavedNetwork]>([
    ['bytes of network.json', true, (stream) => ({ ...files, json: new TextDecoder().decode(damaged(bytes, stream)) })],
    ['bytes of network.safetensors', true, (stream) => ({ ...files, safetensors: damaged(files.safetensors, stream) })],
    ['bytes of network.safetensors, without a checksum', false, (stream) => ({ json: unsigned, safetensors: damaged(files.safetensors, stream) })],
    ['places of network.json, without a checksum', false, (stream) => ({ ...files, json: tampered(files.json, stream) })],
  ])('%s', (name, isSigned, change) => {
    const stream = randomStream(3, name);
    let refused = 0;
    for (let n = 0; n < MUTANTS; n++) {
      const changed = change(stream);
      if (isRefused(changed, catalog)) refused++;
      else if (isSigned) expect(loadNetwork(changed, catalog)).toEqual(intact);
    }
    expect(refused).toBeGreaterThan(MUTANTS / 4);
  }, 60_000);
});
