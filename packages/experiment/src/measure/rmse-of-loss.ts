import type { Samples, Variable } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { lossOfOutputs } from './loss-of-outputs.js';

/** Relative difference that rounding makes. */
const ROUNDING = 1e-12;
/** Outputs and targets whose squared differences no other loss would have as its mean. */
const PROBE = [[0.3, -0.4], [1.7, -2.9], [-5.1, 0.2]] as const;

/**
 * What the square root of a loss is to be multiplied by to become the root mean square error in the units of the targets: a number where the
 * loss is the mean squared error, by what it makes of a few outputs, and all outputs have the same unit; else null.
 *
 * @param outputs of the network
 */
export function rmseOfLoss(objective: Objective, outputs: readonly Variable[]): number | null {
  const samples = (at: 0 | 1): Samples => ({ count: PROBE.length, width: outputs.length, values: Float64Array.from(PROBE.flatMap((pair) => outputs.map((_, o) => (o + 1) * pair[at]))) });
  const [predicted, targets] = [samples(0), samples(1)];
  const square = predicted.values.reduce((sum, value, k) => sum + (value - targets.values[k]!) ** 2, 0) / predicted.values.length;
  const loss = lossOr(NaN, () => lossOfOutputs(objective, predicted, { inputs: { count: PROBE.length, width: 0, values: new Float64Array() }, targets }));
  if (!(Math.abs(loss - square) <= ROUNDING * square)) return null;
  const [{ map: { scale } }] = outputs as readonly [Variable];
  return outputs.every(({ map }) => map.scale === scale) ? scale : null;
}

/** A loss that reads more than outputs and targets cannot be asked. */
function lossOr(other: number, ask: () => number): number {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RangeError) return other;
    throw error;
  }
}
