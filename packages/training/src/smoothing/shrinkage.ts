import { divideSums } from '@knotwork/network';
import type { PointRows, Vec } from '@knotwork/plugin';
import type { State } from '@knotwork/plugin/engine';
import { DATA } from '../objective.js';
import type { Session } from '../session.js';
import { gammaOf } from './auto-smoothing.js';
import type { SmoothingReport } from './smoothing-report.js';

/** A share of its own fit that a row may have at most. */
const MOST = 0.95;
/** Shrinking is worth a change of the network where it lowers the error of cross-validation by this share. */
const WORTH = 0.01;

/**
 * How much of each output's departure from its mean stands up to generalized cross-validation, between 0 and 1: s minimizes
 *
 *     sum over rows of (t - m - s (y_out - m))^2,    y_out = t - (t - y) / (1 - gamma edf / n)
 *
 * with the targets' mean m, rows and mean by the weights of rows. y_out is what the linearized fit without the row says there, if all rows have the same
 * share in their own fits: a row that decides a coefficient by itself says nothing of the others. 1 where less would be hardly better.
 *
 * @returns `[outputs]`
 */
export async function shrinkage(session: Session, state: State, { edf, observations }: Pick<SmoothingReport, 'edf' | 'observations'>): Promise<Vec> {
  const rows = session.problem.train[DATA]!;
  const { weights } = rows;
  const { count, width, values } = rows.targets!;
  const outputs = await state.outputs(session.train);
  const left = 1 - Math.min(gammaOf(session.problem.structure) * edf / observations, MOST);
  return Float64Array.from({ length: width }, (_, o) => {
    const mean = meanOf(rows, o);
    let [both, square, error] = [0, 0, 0];
    for (let n = o; n < count * width; n += width) {
      const [t, weight] = [values[n]!, weights?.[(n - o) / width] ?? 1];
      const out = t - (t - outputs.values[n]!) / left - mean;
      both += weight * (t - mean) * out;
      square += weight * out * out;
      error += weight * (t - mean - out) ** 2;
    }
    const s = square > 0 ? Math.min(Math.max(both / square, 0), 1) : 1;
    // error(1) - error(s) of a parabola in s.
    const lowered = (1 - s) * ((1 + s) * square - 2 * both);
    return lowered > WORTH * error ? s : 1;
  });
}

/** Moves the outputs of a network whose last nodes are sums towards means. @param factors `[outputs]` @returns parameters */
export function shrunk({ problem: { structure, train } }: Session, parameters: Vec, factors: Vec): Vec {
  const last = structure.layers.at(-1)!;
  const result = parameters.slice();
  // Nothing is divided by zero: an output that is given up is its mean.
  divideSums(last, result, factors.map((s) => (s > 0 ? 1 / s : Infinity)));
  factors.forEach((s, o) => { result[last.bias.offset + o]! += (1 - s) * meanOf(train[DATA]!, o); });
  return result;
}

/** Of the targets of one output, by the weights of points. */
function meanOf({ targets, weights }: PointRows, output: number): number {
  const { count, width, values } = targets!;
  let [sum, total] = [0, 0];
  for (let n = 0; n < count; n++) {
    const weight = weights?.[n] ?? 1;
    sum += weight * values[n * width + output]!;
    total += weight;
  }
  return sum / total;
}
