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

/** All edges of a layer. @param points what every address of an input stands for */
export function edgeCurves(layer: ExportedLayer, points: readonly Float64Array[]): EdgeCurve[] {
  const at = layerFunctions(layer, points[0]!.length);
  return points.flatMap((x, from) => [...at(from, x)].map(([to, values]) => {
    const [low, high] = endsOf(values);
    const half = (high - low) / 2;
    if (!isFinite(half)) throw notFinite(from, to);
    withoutGaps(values);
    return { from, to, values, middle: low + half, half };
  }));
}

/** Writes the last finite value before, or else the first one, over those that are not. */
function withoutGaps(values: Float64Array): void {
  for (let k = 1; k < values.length; k++) if (!isFinite(values[k]!)) values[k] = values[k - 1]!;
  for (let k = values.length - 2; k >= 0; k--) if (!isFinite(values[k]!)) values[k] = values[k + 1]!;
}

function notFinite(from: number, to: number): KnotworkError {
  return new KnotworkError('capability', `The function from ${from + 1} to ${to + 1} of a layer has no finite values where rows are. Prune that edge, or use another exporter.`, { plugin: 'exporter table' });
}
