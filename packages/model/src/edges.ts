import type { ShownEdge } from '@knotwork/experiment';
import { userPlaces } from '@knotwork/network';
import type { Structure } from '@knotwork/plugin/engine';
import { noEdges } from './errors.js';
import type { StoredRun } from './stored-run.js';

/**
 * The function of one edge, over the values that training rows gave its input: of the first layer in the user's units, of others in the network's. Its values are in units of the
 * sum at its end, of a last layer of sums in the user's units of the output, unless that holds conditions by construction.
 */
export interface EdgeOfModel extends ShownEdge {
  /** Standard deviation over these values. */
  readonly deviation: number;
}

/** @param place what errors call the run @throws KnotworkError `input` where it kept none, or its file of them is missing */
export function edgesOf(run: Pick<StoredRun, 'evaluation' | 'imported'>, { spec, layers }: Structure, place: string): EdgeOfModel[] {
  const arrays = run.evaluation;
  const of = (name: string): Float64Array | undefined => arrays?.[`edges.${name}`]?.values;
  const [layer, from, to, x, y, score, mean, deviation, density, error] = ['layer', 'from', 'to', 'x', 'y', 'score', 'mean', 'deviation', 'density', 'error'].map(of);
  if (arrays === null || layer === undefined || [from, to, x, y, score, mean, deviation, density].includes(undefined)) throw noEdges(run, place);
  const [points, bins] = [arrays['edges.x']!.shape[1]!, arrays['edges.density']!.shape[1]!];
  const last = layers.at(-1)!;
  return Array.from(layer, (l, k) => {
    const [i, o] = [from![k]!, to![k]!];
    // What an output with conditions is made of has units of its own at every place.
    const scale = l === last.index && last.isSum && spec.outputs[o]!.conditions === undefined ? spec.outputs[o]!.map.scale : 1;
    const inUnits = (values: Float64Array): Float64Array => values.slice(k * points, (k + 1) * points).map((v) => v * scale);
    const inputs = x!.slice(k * points, (k + 1) * points);
    return {
      layer: l, from: i, to: o, x: l === 0 ? userPlaces(spec.inputs[i]!.map, inputs) : inputs, y: inUnits(y!), error: error === undefined ? null : inUnits(error),
      mean: mean![k]! * scale, deviation: deviation![k]! * scale, score: score![k]!, density: density!.slice(k * bins, (k + 1) * bins),
    };
  });
}
