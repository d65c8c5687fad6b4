import type { NamedArrays } from '@knotwork/arrays';
import { toUser } from '@knotwork/network';
import type { Structure } from '@knotwork/plugin/engine';
import { noEdges } from './errors.js';

/** The function of one edge, over the values that training rows gave its input. */
export interface EdgeOfModel {
  readonly layer: number;
  readonly from: number;
  /** Number of the sum at its end; see `LayerStructure`. */
  readonly to: number;
  /** Of the first layer in the user's units, of others in the network's. */
  readonly x: Float64Array;
  /** In units of the sum; of a last layer without hidden products in the user's units of the output, without its mean. */
  readonly y: Float64Array;
  /** Standard error, centred over training rows; NaN where it is not known, null where it is of no edge. */
  readonly error: Float64Array | null;
  readonly mean: number;
  readonly deviation: number;
  /** Share of the output's spread that flows through the edge. */
  readonly score: number;
  /** Shares of the values in bins of equal width in the network's units. */
  readonly density: Float64Array;
}

/** @throws KnotworkError `input` where the run kept none */
export function edgesOf(arrays: NamedArrays | null, { spec, layers }: Structure): EdgeOfModel[] {
  const of = (name: string): Float64Array | undefined => arrays?.[`edges.${name}`]?.values;
  const [layer, from, to, x, y, score, mean, deviation, density, error] = ['layer', 'from', 'to', 'x', 'y', 'score', 'mean', 'deviation', 'density', 'error'].map(of);
  if (arrays === null || layer === undefined || [from, to, x, y, score, mean, deviation, density].includes(undefined)) throw noEdges();
  const [points, bins] = [arrays['edges.x']!.shape[1]!, arrays['edges.density']!.shape[1]!];
  const last = layers.at(-1)!;
  return Array.from(layer, (l, k) => {
    const [i, o] = [from![k]!, to![k]!];
    const scale = l === last.index && last.isSum ? spec.outputs[o]!.map.scale : 1;
    const inUnits = (values: Float64Array): Float64Array => values.slice(k * points, (k + 1) * points).map((v) => v * scale);
    const inputs = x!.slice(k * points, (k + 1) * points);
    return {
      layer: l, from: i, to: o, x: l === 0 ? inputs.map((v) => toUser(spec.inputs[i]!.map, v)) : inputs, y: inUnits(y!), error: error === undefined ? null : inUnits(error),
      mean: mean![k]! * scale, deviation: deviation![k]! * scale, score: score![k]!, density: density!.slice(k * bins, (k + 1) * bins),
    };
  });
}
