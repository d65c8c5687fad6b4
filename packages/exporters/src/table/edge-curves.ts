import { type ExportedLayer, KnotworkError } from '@knotwork/plugin';
import { layerFunctions } from './layer-functions.js';
import { endsOf } from './signal.js';

const { isFinite } = Number;

/** The function of an edge at every address. */
export interface EdgeCurve {
  readonly from: number;
  /** The sum that it leads to. */
  readonly to: number;
  /** Finite: `[2^bits]`. */
  readonly values: Float64Array;
  /** Between the least and the largest value: it is added once, so that entries are as small as they can be. */
  readonly middle: number;
  /** How far values are from the middle at most. */
  readonly half: number;
}

/** All edges of a layer. @param number of the layer, @param points what every address of an input stands for */
export function edgeCurves(layer: ExportedLayer, number: number, points: readonly Float64Array[]): EdgeCurve[] {
  const at = layerFunctions(layer, points[0]!.length);
  return points.flatMap((x, from) => [...at(from, x)].map(([to, values]) => {
    const [low, high] = endsOf(values);
    const half = (high - low) / 2;
    if (!isFinite(half)) throw notFinite(number, from, to);
    withoutGaps(values);
    return { from, to, values, middle: low + half, half };
  }));
}

/** Writes the last finite value before, or else the first one, over those that are not. */
function withoutGaps(values: Float64Array): void {
  for (let k = 1; k < values.length; k++) if (!isFinite(values[k]!)) values[k] = values[k - 1]!;
  for (let k = values.length - 2; k >= 0; k--) if (!isFinite(values[k]!)) values[k] = values[k + 1]!;
}

function notFinite(layer: number, from: number, to: number): KnotworkError {
  return new KnotworkError('capability', `The edge of layer ${layer + 1} from input ${from + 1} to sum ${to + 1} has no finite values where rows are. Prune it, or use another exporter.`, { plugin: 'exporter table' });
}
