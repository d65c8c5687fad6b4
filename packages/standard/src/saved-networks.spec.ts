import { describe, expect, test } from '@jest/globals';
import { damaged, isRefused, plainCatalog, tampered } from '@knotwork/conformance';
import { countParameters, createNetwork, loadNetwork, neededPackages, resolve, saveNetwork, type SavedNetwork } from '@knotwork/network';
import { prune } from '@knotwork/network/replaced';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Definition, type EdgePair, type LayerSpec, type PluginUse, type TermSpec, type Variable } from '@knotwork/plugin';
import { standardPackages } from './index.js';

const catalog = plainCatalog((await standardPackages()).flatMap((p) => p.definition.plugins) as unknown as Definition[]);
const MUTANTS = 5000;
const variables = (count: number): Variable[] => Array.from({ length: count }, (_, i) => ({ name: `v${i}`, map: AS_GIVEN }));

function saved(widths: readonly number[], basis: PluginUse, layer: PluginUse = { kind: 'kan' }): SavedNetwork {
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

describe('edges that are off cost nothing:', () => {
  const parts = { layer: { kind: 'kan' }, edge: { kind: 'residual' }, basis: { kind: 'b-spline' }, inputMap: 'interval' as const, outside: 'linear' as const };
  const made = (widths: readonly number[]) => createNetwork({
    widths, layers: widths.slice(1).map(() => parts), initializers: widths.slice(1).map(() => ({ kind: 'small' })), inputs: variables(widths[0]!), outputs: variables(widths.at(-1)!),
    domains: Array.from({ length: widths[0]! }, () => [-1, 1] as const),
  }, randomStream(1, 'sizes'), catalog);

  test('fifty edges that became functions of their own have a term each, and no numbers but theirs', () => {
    const { structure: { spec } } = made([64, 64, 1]);
    const [first, second] = spec.layers as [LayerSpec, LayerSpec];
    const turned = Array.from({ length: 50 }, (_, k): EdgePair => [k, (7 * k) % 64]);
    const functions = turned.map((pair): TermSpec => ({ basis: { kind: 'function', f: { kind: 'sine' } }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'free', edges: { only: [pair] } }));
    const structure = resolve({ ...spec, layers: [{ ...first, terms: [{ ...first.terms[0]!, edges: { except: turned } }, ...functions] }, second] }, catalog);
    // A coefficient, a and b of each function, and the domain of its input.
    const before = made([64, 64, 1]).structure;
    const perEdge = before.layers[0]!.terms[0]!.size + 2;
    // What is fed by none but functions has a bias, and all nodes have others.
    expect(structure.length).toBe(before.length - 50 * perEdge + 50 * (3 + 2));
    expect(structure.length / countParameters(structure).trainable).toBeLessThan(1.05);
    expect(saveNetwork(structure, { spec: structure.spec, parameters: new Float64Array(structure.length) }).json.length).toBeLessThan(60_000);
  });

  test('one edge that is pruned is named, and not the others', () => {
    const { structure, network } = made([784, 64]);
    const keep = structure.layers.map(({ terms }) => terms.map(({ edges }) => Uint8Array.from({ length: edges.count }, (_, e) => (e === 4711 ? 0 : 1))));
    const pruned = prune(structure, network, keep, keep.map((of) => of.map((edges) => new Float64Array(edges.length))), catalog);
    expect(pruned.network.spec.layers[0]!.terms[0]!.edges).toEqual({ except: [[Math.floor(4711 / 64), 4711 % 64]] });
    expect(saveNetwork(pruned.structure, pruned.network).json.length).toBeLessThan(60_000);
  });
});
