import type { LayerStructure, Samples, Structure } from '@knotwork/plugin';
import { edgesFrom } from '../features/edge-functions.js';
import { columnOf } from '../standardize.js';

/** How the functions of a layer's edges vary over some rows. */
export interface LayerSpread {
  /** Mean and standard deviation of every edge's function, each term by itself: `[term]`, each `[inputs][outputs]`; zero for masked edges. */
  readonly mean: readonly Float64Array[];
  readonly sd: readonly Float64Array[];
  /** Standard deviation of the sum z of every node: `[outputs]`. */
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
    const { inputs, outputs } = layer;
    const empty = (): Float64Array[] => layer.terms.map(() => new Float64Array(inputs * outputs));
    const spread = { mean: empty(), sd: empty() };
    const z = new Float64Array(outputs * samples.count);
    for (let i = 0; i < inputs; i++) {
      const points = columnOf(samples, i);
      for (const term of layer.terms) {
        const values = edgesFrom({ ...layer, terms: [term] }, parameters, i, points, 0);
        for (let o = 0; o < outputs; o++) {
          if (term.mask[i * outputs + o] === 0) continue;
          const [mean, sd] = meanAndDeviation(values.subarray(o * samples.count, (o + 1) * samples.count));
          spread.mean[term.index]![i * outputs + o] = mean;
          spread.sd[term.index]![i * outputs + o] = sd;
        }
        for (let k = 0; k < z.length; k++) z[k]! += values[k]!;
      }
    }
    const deviations = Float64Array.from({ length: outputs }, (_, o) => meanAndDeviation(z.subarray(o * samples.count, (o + 1) * samples.count))[1]);
    return { ...spread, sums: varyingSums(deviations, spread.mean) };
  });
}

/** Standard deviations of the sums z of a layer's nodes. @param samples inputs of the layer */
export function sumDeviations(layer: LayerStructure, parameters: Float64Array, samples: Samples): Float64Array {
  const z = new Float64Array(layer.outputs * samples.count);
  for (let i = 0; i < layer.inputs; i++) edgesFrom(layer, parameters, i, columnOf(samples, i), 0).forEach((v, k) => { z[k]! += v; });
  return Float64Array.from({ length: layer.outputs }, (_, o) => meanAndDeviation(z.subarray(o * samples.count, (o + 1) * samples.count))[1]);
}

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
 * Deviations of the sums of nodes without those that are rounding: large edges that cancel leave some, and dividing by that would make anything
 * of nothing.
 *
 * @param deviations `[outputs]`
 * @param means of the edges, by term: `[inputs][outputs]`
 */
export function varyingSums(deviations: Float64Array, means: readonly Float64Array[]): Float64Array {
  const { length } = deviations;
  const size = new Float64Array(length);
  for (const of of means) of.forEach((mean, e) => { size[e % length]! += Math.abs(mean); });
  return deviations.map((sd, o) => (sd > CONSTANT * size[o]! ? sd : 0));
}
