import { expect, test } from '@jest/globals';
import { bestFit, plainCatalog } from '@knotwork/conformance';
import { adaptGrid, createNetwork, edgeFunctions, extendGrid } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type BasisDefinition, type Definition, type Network, type PluginUse } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { standardPackages } from './index.js';

const packages = await standardPackages();
const catalog = plainCatalog(packages.flatMap((p) => p.definition.plugins) as unknown as Definition[]);
/** Bases of packages of their own; the others belong to layers. */
const published = new Set(packages.filter((p) => p.name.includes('/basis-')).flatMap((p) => p.definition.plugins.map((d) => d.name)));
/** Bases that edges are read as, and not learned with, have as many numbers as the equation needs. */
const isRead = ({ reads }: BasisDefinition): boolean => reads !== undefined;
const bases = catalog.list('basis').map((b) => [b.definition.name, b.definition as unknown as BasisDefinition] as const)
  // One that must be told what it is made of says nothing by itself.
  .filter(([, { options }]) => options.safeParse({}).success);

/** What an exact edit may change, as a share of the largest value. */
const EXACT = 1e-12;
/** A fit adds up thousands of points. */
const FIT_ROUNDING = 1e-12;

/** A network of random edges of one basis. */
function drawn(basis: PluginUse, widths = [2, 3, 1]): { network: Network; structure: Structure } {
  const layer = { layer: { kind: 'kan' }, edge: { kind: 'residual' }, basis, inputMap: 'interval' as const, outside: 'linear' as const };
  const variables = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `v${i}`, map: AS_GIVEN }));
  return createNetwork({
    widths, layers: widths.slice(1).map(() => layer), initializers: widths.slice(1).map(() => ({ kind: 'small' })),
    inputs: variables(widths[0]!), outputs: variables(widths.at(-1)!), domains: Array.from({ length: widths[0]! }, () => [-1, 1] as const),
  }, randomStream(1, 'bases'), catalog);
}

for (const [name, basis] of bases) {
  const options = basis.options.parse({});
  const { refine, spansConstants, onDomainMove } = basis.capabilities;

  if (published.has(name) && !isRead(basis)) test(`${name} has about eleven parameters per edge, if no more are asked for`, () => {
    const own = Object.values(basis.shape?.(options) ?? {}).filter((p) => p.scope === 'edge' && p.trainable).length;
    expect(basis.size(options) + own).toBeGreaterThanOrEqual(8);
    expect(basis.size(options) + own).toBeLessThanOrEqual(13);
  });

  test(`${name} spans constants exactly if it says so`, () => {
    // Not in the middle, where a denominator may be 1.
    const shape = Object.fromEntries(Object.entries(basis.shape?.(options) ?? {}).map(([parameter, { initial }]) =>
      [parameter, typeof initial === 'number' ? initial : initial.from + 0.8 * (initial.to - initial.from)]));
    const { max } = bestFit(basis, {}, () => 1, { shape });
    if (spansConstants) expect(max).toBeLessThan(FIT_ROUNDING);
    else expect(max).toBeGreaterThan(1e6 * FIT_ROUNDING);
  });

  test(`${name} is finite at the ends of the domain and far outside, with derivatives up to the third`, () => {
    const { network, structure } = drawn({ kind: name });
    for (let order = 0; order <= 3; order++) {
      const values = edgeFunctions(structure.layers[0]!, network.parameters, () => Float64Array.of(-1e6, -3, -1, 0, 1, 3, 1e6), order);
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });

  test(`${name} keeps every edge when a domain shrinks, as far as it promises`, () => {
    const { network, structure } = drawn({ kind: name });
    const { parameters, report } = adaptGrid(structure, network.parameters, [{ layer: 1, input: 0, domain: [-0.9, 0.7] }]);
    if (onDomainMove === 'transport') expect(report.edgeChange).toBeLessThan(EXACT);
    if (onDomainMove === 'none') expect(report.skipped).toBe(1);
    expect(parameters.every(Number.isFinite)).toBe(true);
  });

  if (refine === undefined) continue;
  const from = Number(options[refine.option]);
  for (const to of [from + 1, from + 3, 2 * from, 4 * from]) {
    test(`${name} raised from ${from} to ${to} ${refine.option} keeps every edge ${refine.exactWhen(from, to) ? 'exactly' : 'not'}, as it says`, () => {
      const { network, structure } = drawn({ kind: name });
      const { report } = extendGrid(structure, network, [to, to], catalog);
      expect(report.isExact).toBe(refine.exactWhen(from, to));
      if (report.isExact) expect(report.edgeChange).toBeLessThan(EXACT);
      else expect(report.edgeChange).toBeGreaterThan(1e3 * EXACT);
    });
  }
}
