import { resolve } from '@knotwork/network';
import type { RandomStream } from '@knotwork/numerics';
import type { Catalog, Network, NetworkSpec, PluginUse } from '@knotwork/plugin';
import { readable, type SymbolicNetwork } from '@knotwork/symbolic';

/** exp(sin(factor x1) + x2^2) */
export const truth = (x1: number, x2: number, factor: number): number => Math.exp(Math.sin(factor * x1) + x2 * x2);

/** An edge: c f(a x + b). */
interface Edge { readonly layer: number; readonly from: number; readonly f: string; readonly a: number; readonly b: number; readonly c: number }

/**
 * The truth as a network [2, 1, 1] that training might leave: inputs and output standardized, the hidden node in a unit of its own, a wave some half turns off.
 *
 * @param away every number is off by a share drawn from -away to away
 */
export function perturbedNetwork(factor: number, away: number, r: RandomStream, catalog: Catalog): SymbolicNetwork {
  const [center1, center2, center] = [r.uniform(-0.3, 0.3), r.uniform(-0.3, 0.3), r.uniform(1, 2)];
  const [scale1, scale2, scale] = [r.uniform(0.4, 0.8), r.uniform(0.4, 0.8), r.uniform(1, 2)];
  const [unit, place, stretch, halfTurns] = [r.uniform(0.2, 2), r.uniform(-1, 1), r.uniform(0.5, 2), Math.floor(r.uniform(-3, 4))];
  const off = (value: number): number => value * (1 + r.uniform(-away, away));
  const sign = halfTurns % 2 === 0 ? 1 : -1;
  const edges: readonly Edge[] = [
    { layer: 0, from: 0, f: 'sine', a: off(factor * scale1), b: off(factor * center1 + halfTurns * Math.PI), c: off(sign * unit) },
    { layer: 0, from: 1, f: 'square', a: off(stretch * scale2), b: off(stretch * center2), c: off(unit / stretch ** 2) },
    { layer: 1, from: 0, f: 'exp', a: off(1 / unit), b: off(-place / unit), c: off(1 / scale) },
  ];
  const affine = (at: number, by: number) => ({ kind: 'affine', center: at, scale: by }) as const;
  const layer = (l: number, inputs: number): NetworkSpec['layers'][number] => ({
    layer: { kind: 'kan' }, inputs, outputs: 1,
    terms: edges.filter((edge) => edge.layer === l).map(({ from, f }) => ({ basis: { kind: 'function', f: { kind: f } } as PluginUse, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'free', edges: { only: [[from, 0]] } })),
  });
  const spec: NetworkSpec = {
    inputs: [{ name: 'x1', map: affine(center1, scale1) }, { name: 'x2', map: affine(center2, scale2) }], outputs: [{ name: 'y', map: affine(center, scale) }], layers: [layer(0, 2), layer(1, 1)],
  };
  const structure = resolve(spec, catalog);
  const parameters = new Float64Array(structure.length);
  parameters[structure.layers[0]!.bias.offset] = place;
  parameters[structure.layers[1]!.bias.offset] = off(-center / scale);
  structure.layers.forEach(({ terms }, l) => edges.filter((edge) => edge.layer === l).forEach(({ a, b, c }, t) => {
    const { coefficients, shape } = terms[t]!.segments;
    [parameters[coefficients.offset], parameters[shape['a']!.offset], parameters[shape['b']!.offset]] = [c, a, b];
  }));
  const network: Network = { spec, parameters };
  const read = readable(structure, network, catalog);
  if ('unread' in read) throw new Error(`${read.unread.length} edges are not read`);
  return read;
}
