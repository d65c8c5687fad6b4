import { expect, test } from '@jest/globals';
import { plainCatalog } from '@knotwork/conformance';
import { createNetwork, edgeFunctions } from '@knotwork/network';
import { randomStream, standardDeviation } from '@knotwork/numerics';
import { AS_GIVEN, type Definition, type PluginUse } from '@knotwork/plugin';
import { standardPackages } from './index.js';

const catalog = plainCatalog((await standardPackages()).flatMap((p) => p.definition.plugins) as unknown as Definition[]);
const bases: readonly PluginUse[] = [
  ...catalog.list('basis').filter(({ definition }) => definition.options.safeParse({}).success).map(({ definition }) => ({ kind: definition.name })),
  { kind: 'function', f: { kind: 'sine' } },
];
const ROWS = 50;
const widths = [3, 40, 40, 40, 1];

/** Standard deviation over random rows of every node of every layer, averaged over the layer's nodes. */
function spreads(basis: PluginUse, initializer: string): number[] {
  const layer = { layer: { kind: 'kan' }, edge: { kind: 'residual' }, basis, inputMap: 'interval' as const, outside: 'linear' as const };
  const variables = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `v${i}`, map: AS_GIVEN }));
  const { network, structure } = createNetwork({
    widths, layers: widths.slice(1).map(() => layer), initializers: widths.slice(1).map(() => ({ kind: initializer })),
    inputs: variables(widths[0]!), outputs: variables(1), domains: variables(widths[0]!).map(() => [-1, 1] as const),
  }, randomStream(3, 'fresh'), catalog);
  const rows = randomStream(4, 'rows');
  let nodes = Array.from({ length: widths[0]! }, () => Float64Array.from({ length: ROWS }, () => rows.uniform(-1, 1)));
  return structure.layers.map((each) => {
    const edges = edgeFunctions(each, network.parameters, (i) => nodes[i]!, 0);
    nodes = Array.from({ length: each.sums }, (_, j) => Float64Array.from({ length: ROWS }, (_, n) => nodes.reduce((sum, _x, i) => sum + edges[(i * each.sums + j) * ROWS + n]!, 0)));
    return nodes.reduce((sum, node) => sum + standardDeviation(node), 0) / nodes.length;
  });
}

test.each(bases.map((basis) => [basis.kind, basis] as const))('fresh nodes of %s have a spread of order one in every layer of a deep network', (_, basis) => {
  for (const spread of spreads(basis, 'deep')) {
    expect(spread).toBeGreaterThan(0.03);
    expect(spread).toBeLessThan(2);
  }
});
