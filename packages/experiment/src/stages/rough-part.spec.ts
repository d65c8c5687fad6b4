import { expect, test } from '@jest/globals';
import { createNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type PluginUse } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { installed } from '../compose/installed.js';
import { roughPart } from './rough-part.js';

const { catalog } = installed(await standardPackages());

/** What is rough of a network of two layers, by the order of the derivative. */
function roughness({ basis = { kind: 'chebyshev' }, edge = { kind: 'plain' }, layer = { kind: 'kan' } }: { readonly basis?: PluginUse; readonly edge?: PluginUse; readonly layer?: PluginUse }): unknown[] {
  const layers = [1, 2].map(() => ({ layer, edge, basis, inputMap: 'interval' as const, outside: 'linear' as const }));
  const { structure } = createNetwork({ widths: [1, 2, 1], layers, initializers: layers.map(() => ({ kind: 'small' })), inputs: [{ name: 'x', map: AS_GIVEN }], outputs: [{ name: 'y', map: AS_GIVEN }], domains: [[-1, 1]] }, randomStream(1, 'rough'), catalog);
  return [0, 1, 2, 3].map((order) => roughPart(structure, order));
}
const smooth = [null, null, null, null];

test('a basis is as smooth as it claims', () => {
  expect(roughness({})).toEqual(smooth);
  const of = (smoothness: number) => ({ what: 'basis', name: 'b-spline', smoothness });
  expect(roughness({ basis: { kind: 'b-spline', degree: 2, intervals: 3 } })).toEqual([null, null, of(2), of(2)]);
  expect(roughness({ basis: { kind: 'b-spline', degree: 5, intervals: 3 } })).toEqual(smooth);
});

test('a function on edges is as smooth as it is, though its basis claims nothing', () => {
  const of = { what: 'function of edges', layer: 0 };
  expect(roughness({ basis: { kind: 'function', f: { kind: 'abs' } } })).toEqual([null, of, of, of]);
  expect(roughness({ basis: { kind: 'function', f: { kind: 'tanh' } } })).toEqual(smooth);
  expect(roughness({ basis: { kind: 'polynomial', degree: 9 } })).toEqual(smooth);
});

test('base functions are looked at, too', () => {
  const of = { what: 'base function of edges', layer: 0 };
  expect(roughness({ edge: { kind: 'residual', base: { kind: 'relu' } } })).toEqual([null, of, of, of]);
  expect(roughness({ edge: { kind: 'residual', base: { kind: 'silu' } } })).toEqual(smooth);
});

test('of all bases, base functions and activations that there are, the cubic spline and what has corners are rough, and no others', () => {
  const rough = (uses: readonly PluginUse[], of: (use: PluginUse) => Parameters<typeof roughness>[0]): string[] => uses.filter((use) => roughness(of(use)).some((part) => part !== null)).map(({ kind }) => kind).sort();
  const all = (kind: 'basis' | 'function'): PluginUse[] => catalog.list(kind).map(({ definition: { name } }) => ({ kind: name }));
  const bases = all('basis').filter(({ kind }) => kind !== 'function');
  expect(bases.length).toBeGreaterThan(6);
  expect(rough(bases, (basis) => ({ basis }))).toEqual(['b-spline']);
  const corners = ['abs', 'relu', 'sign'];
  const everywhere = catalog.list('function').flatMap(({ definition: { name, claims, options } }) => (claims?.(options.parse({})).domain === undefined ? [{ kind: name }] : []));
  expect(rough(everywhere, (base) => ({ edge: { kind: 'residual', base } }))).toEqual(corners);
  expect(rough(everywhere, (activation) => ({ layer: { kind: 'mlp', activation } }))).toEqual(corners);
  expect(rough(all('function'), (f) => ({ basis: { kind: 'function', f } }))).toEqual(corners);
}, 120_000);
