import { divideSums } from '@knotwork/network';
import { median } from '@knotwork/numerics';
import type { PointRows, Vec } from '@knotwork/plugin';
import type { State } from '@knotwork/plugin/engine';
import { DATA } from '../objective.js';
import type { Session } from '../session.js';
import { gammaOf, MAD, noiseOf, residualsOf } from './auto-smoothing.js';
import type { Likelihood } from './likelihood.js';
import type { SmoothingReport } from './smoothing-report.js';

/** A share of its own fit that a row may have at most. */
const MOST = 0.95;
/** Shrinking is worth a change of the network where it lowers the error of cross-validation by this share. */
const WORTH = 0.01;
/** Of usual residuals: beyond, rows weigh less under a loss that outliers must not decide. Of normal ones 5 % of what they say is lost. */
const FAR = 1.345;

/** How much of each output's departure from a mean is kept, between 0 and 1, and the means: `[outputs]` each. */
export interface Shrinkage { readonly factors: Vec; readonly means: Vec }

/**
 * How much of each output's departure from its mean stands up to generalized cross-validation, between 0 and 1: s minimizes
 *
 *     sum over rows of w (t - m - s (y_out - m))^2,    y_out = t - (t - y) / (1 - gamma edf / n)
 *
 * with the targets' mean m and the weights w of rows. y_out is what the linearized fit without the row says there, if all rows have the same
 * share in their own fits: a row that decides a coefficient by itself says nothing of the others. 1 where less would be hardly better.
 *
 * Under a loss that outliers must not decide, rows whose residual is beyond 1.345 usual ones weigh less by as much, in the mean, too, and have as much less of a share: else one slip would be all
 * that squares see.
 */
export async function shrinkage(session: Session, state: State, { edf, observations }: Pick<SmoothingReport, 'edf' | 'observations'>, noise: Likelihood['noise']): Promise<Shrinkage> {
  const rows = session.problem.train[DATA]!;
  const { count, width, values } = rows.targets!;
  const outputs = await state.outputs(session.train);
  const share = Math.min(gammaOf(session.problem.structure) * edf / observations, MOST);
  const found = Array.from({ length: width }, (_, o) => {
    const near = noise === 'robust' ? nearness(rows, outputs.values, o) : null;
    const weights = Float64Array.from({ length: count }, (_, n) => (rows.weights?.[n] ?? 1) * (near?.[n] ?? 1));
    const mean = meanOf(rows, o, weights);
    let [both, square, error] = [0, 0, 0];
    for (let n = 0; n < count; n++) {
      const [t, weight, nearby] = [values[n * width + o]!, weights[n]!, near?.[n] ?? 1];
      const out = t - (t - outputs.values[n * width + o]!) / (1 - share * nearby) - mean;
      both += weight * (t - mean) * out;
      square += weight * out * out;
      // As large as that of a row that is just not far.
      error += weight * nearby * (t - mean - out) ** 2;
    }
    const s = square > 0 ? Math.min(Math.max(both / square, 0), 1) : 1;
    // error(1) - error(s) of a parabola in s.
    const lowered = (1 - s) * ((1 + s) * square - 2 * both);
    return { factor: lowered > WORTH * error ? s : 1, mean };
  });
  return { factors: Float64Array.from(found, ({ factor }) => factor), means: Float64Array.from(found, ({ mean }) => mean) };
}

/** Moves the outputs of a network whose last nodes are sums towards means. @returns parameters */
export function shrunk({ problem: { structure } }: Session, parameters: Vec, { factors, means }: Shrinkage): Vec {
  const last = structure.layers.at(-1)!;
  const result = parameters.slice();
  // Nothing is divided by zero: an output that is given up is its mean.
  divideSums(last, result, factors.map((s) => (s > 0 ? 1 / s : Infinity)));
  factors.forEach((s, o) => { result[last.bias.offset + o]! += (1 - s) * means[o]!; });
  return result;
}

/**
 * What smoothing came to, of the network that was shrunk: what is kept of departures from means has that share of their degrees of freedom, and noise is what that network leaves.
 *
 * @param state that was shrunk
 */
export async function shrunkReport(session: Session, state: State, report: SmoothingReport, { factors }: Shrinkage, { noise }: Likelihood): Promise<SmoothingReport> {
  const share = factors.reduce((sum, s) => sum + s, 0) / factors.length;
  const constants = Math.min(factors.length, report.edf);
  const edf = constants + share * (report.edf - constants);
  return {
    ...report, ...noiseOf(await residualsOf(session, state), { edf, observations: report.observations }, noise, session.problem.structure), edf, edfBefore: report.edf, kept: [...factors],
    edges: report.edges.map((edge) => ({ ...edge, edf: share * edge.edf })),
  };
}

/** 1 for rows whose residual is no farther than usual ones, and how many times as far the others may be. */
function nearness({ targets }: PointRows, outputs: Vec, output: number): Float64Array {
  const { count, width, values } = targets!;
  const distances = Float64Array.from({ length: count }, (_, n) => Math.abs(values[n * width + output]! - outputs[n * width + output]!));
  const usual = FAR * MAD * median(distances);
  return distances.map((distance) => (distance > usual ? usual / distance : 1));
}

/** Of the targets of one output. */
function meanOf({ targets }: PointRows, output: number, weights: Float64Array): number {
  const { width, values } = targets!;
  let [sum, total] = [0, 0];
  weights.forEach((weight, n) => { sum += weight * values[n * width + output]!; total += weight; });
  return sum / total;
}
