import { edgesFrom } from '@knotwork/network';
import type { Rows, Samples } from '@knotwork/plugin';
import type { Model } from '../stages/stage.js';

/** Places of an input at which the functions of its edges are looked at. */
const PLACES = 65;

/**
 * Rows at which a network should have a value: those that are known, and for every sum of the first layer those of the box of its inputs at which it is least and most.
 *
 * @param domains of the inputs, in network units
 */
export function askedRows({ structure, network: { parameters } }: Model, { train, validation }: { readonly train: Rows; readonly validation: Rows | null }, domains: readonly (readonly [number, number])[]): Rows {
  const layer = structure.layers[0]!;
  const outputs = structure.spec.outputs.length;
  const places = domains.map(([from, to]) => Float64Array.from({ length: PLACES }, (_, k) => (k === PLACES - 1 ? to : from + ((to - from) * k) / (PLACES - 1))));
  const curves = places.map((x, i) => edgesFrom(layer, parameters, i, x, 0));
  const ends = [1, -1].flatMap((sign) => Array.from({ length: layer.sums }, (_, sum) => places.map((x, i) => {
    const y = curves[i]!.subarray(sum * PLACES, (sum + 1) * PLACES);
    return x[furthest(y.map((v) => sign * v))]!;
  })));
  const inputs = joined([train.inputs, ...(validation === null ? [] : [validation.inputs]), { count: ends.length, width: layer.inputs, values: Float64Array.from(ends.flat()) }]);
  return { inputs, targets: { count: inputs.count, width: outputs, values: new Float64Array(inputs.count * outputs) } };
}

/** Where a curve is largest; where it has no value, the outermost such place, as that is where it has to get one. */
function furthest(y: Float64Array): number {
  const middle = PLACES >> 1;
  const without = Array.from(y.keys()).filter((k) => !Number.isFinite(y[k]));
  if (without.length > 0) return without.reduce((best, k) => (Math.abs(k - middle) > Math.abs(best - middle) ? k : best));
  return y.reduce((best, v, k) => (v > y[best]! ? k : best), middle);
}

function joined(all: readonly Samples[]): Samples {
  const values = new Float64Array(all.reduce((n, of) => n + of.values.length, 0));
  let at = 0;
  for (const of of all) { values.set(of.values, at); at += of.values.length; }
  return { count: all.reduce((n, { count }) => n + count, 0), width: all[0]!.width, values };
}
