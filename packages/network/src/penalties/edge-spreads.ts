import type { Samples } from '@knotwork/plugin';
import type { LayerStructure, Structure } from '@knotwork/plugin/engine';
import { edgesFrom, termEdgesFrom } from '../features/edge-functions.js';
import { columnOf } from '../standardize.js';

/** How the functions of a layer's edges vary over some rows. */
export interface LayerSpread {
  /** Mean and standard deviation of every edge's function, each term by itself: `[term]`, each `[edges]` as the term numbers them. */
  readonly mean: readonly Float64Array[];
  readonly sd: readonly Float64Array[];
  /** Standard deviation of every sum: `[sums]`. */
  readonly sums: Float64Array;
}

/**
 * Means and standard deviations of all edges over rows. Cost: rows * edges * window.
 *
 * @param activations inputs of a layer over the rows
 */
export function edgeSpreads(structure: Structure, parameters: Float64Array, activations: (layer: number) => Samples): LayerSpread[] {
  return structure.layers.map((layer) => {
    const samples = activations(layer.index);
    const { count } = samples;
    const empty = (): Float64Array[] => layer.terms.map((term) => new Float64Array(term.edges.count));
    const spread = { mean: empty(), sd: empty() };
    const z = new Float64Array(layer.sums * count);
    for (let i = 0; i < layer.inputs; i++) {
      const points = columnOf(samples, i);
      for (const [t, term] of layer.terms.entries()) {
        termEdgesFrom(term, parameters, i, points, 0, (e, values) => {
          [spread.mean[t]![e], spread.sd[t]![e]] = meanAndDeviation(values);
          const at = term.edges.to[e]! * count;
          for (let n = 0; n < count; n++) z[at + n]! += values[n]!;
        });
      }
    }
    return { ...spread, sums: varyingSums(layer, deviations(z, layer.sums, count), spread.mean) };
  });
}

/** Standard deviations of the sums of a layer. @param samples inputs of the layer */
export function sumDeviations(layer: LayerStructure, parameters: Float64Array, samples: Samples): Float64Array {
  const z = new Float64Array(layer.sums * samples.count);
  for (let i = 0; i < layer.inputs; i++) edgesFrom(layer, parameters, i, columnOf(samples, i), 0).forEach((v, k) => { z[k]! += v; });
  return deviations(z, layer.sums, samples.count);
}

/** @param z `[sums][count]` */
const deviations = (z: Float64Array, sums: number, count: number): Float64Array =>
  Float64Array.from({ length: sums }, (_, o) => meanAndDeviation(z.subarray(o * count, (o + 1) * count))[1]);

/** A smaller deviation, as a share of the mean, is what rounding to single precision may leave of a constant. */
const CONSTANT = 3e-7;

/** Mean and standard deviation, that of a constant being zero: twice through, so that a large mean takes no digits from a small deviation. */
export function meanAndDeviation(values: Float64Array): [number, number] {
  let mean = 0;
  for (const v of values) mean += v;
  mean /= values.length;
  let square = 0;
  for (const v of values) square += (v - mean) ** 2;
  const sd = Math.sqrt(square / values.length);
  return [mean, sd > CONSTANT * Math.abs(mean) ? sd : 0];
}

/**
 * Deviations of the sums of a layer without those that are rounding: large edges that cancel leave some, and dividing by that would make anything
 * of nothing.
 *
 * @param deviations `[sums]`
 * @param means of the edges, by term: `[edges]`
 */
export function varyingSums({ terms, sums }: LayerStructure, deviations: Float64Array, means: readonly Float64Array[]): Float64Array {
  const size = new Float64Array(sums);
  means.forEach((of, t) => { of.forEach((mean, e) => { size[terms[t]!.edges.to[e]!]! += Math.abs(mean); }); });
  return deviations.map((sd, o) => (sd > CONSTANT * size[o]! ? sd : 0));
}
