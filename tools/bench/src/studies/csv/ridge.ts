import { columnStatistics, toNetworkUnits, toUserUnits } from '@knotwork/network';
import { leastSquares } from '@knotwork/numerics';
import type { Data, Rows, Samples, Variable } from '@knotwork/plugin';

/** Two per decade, 1e-6 to 1e4. */
const STRENGTHS = Array.from({ length: 21 }, (_, k) => 10 ** (-6 + k / 2));

/** A fitted ridge regression and its errors, in the user's units. */
export interface Ridge {
  /** Of the penalty, chosen by validation. */
  readonly strength: number;
  readonly validation: number;
  readonly test: number;
}

/**
 * Ridge regression with an intercept that is not penalized, on inputs of mean 0 and deviation 1:
 *
 *     sum over rows |t - b - x w|^2 + strength |w|^2  ->  min
 *
 * Fitted to training rows, strength chosen by the validation rows; test rows are only predicted.
 *
 * @param error of predictions against targets, in the user's units
 */
export function ridge(data: Data, error: (predictions: Samples, targets: Samples) => number): Ridge {
  const inputs = standardized(data.train.inputs);
  const outputs = standardized(data.train.targets);
  const rows = (r: Rows): Rows => ({ inputs: toNetworkUnits(r.inputs, inputs), targets: toNetworkUnits(r.targets, outputs) });
  const train = rows(data.train);
  const fits = STRENGTHS.map((strength) => {
    const weights = ridgeWeights(train, strength);
    const errorOn = (r: Rows): number => error(toUserUnits(product(rows(r).inputs, weights, outputs.length), outputs), r.targets);
    return { strength, validation: errorOn(data.validation), test: errorOn(data.test) };
  });
  return fits.reduce((best, fit) => (fit.validation < best.validation ? fit : best));
}

/**
 * Weights `[inputs][outputs]` that minimize |T - X W|^2 + strength |W|^2: least squares with sqrt(strength) I below X.
 *
 * @param rows with columns of mean 0, so that the intercept is 0
 */
export function ridgeWeights({ inputs, targets }: Rows, strength: number): Float64Array {
  const n = inputs.count + inputs.width;
  const a = new Float64Array(n * inputs.width);
  const b = new Float64Array(n * targets.width);
  a.set(inputs.values);
  b.set(targets.values);
  for (let i = 0; i < inputs.width; i++) a[(inputs.count + i) * inputs.width + i] = Math.sqrt(strength);
  return leastSquares(a, b, { rows: n, columns: inputs.width, count: targets.width }).coefficients;
}

function product(x: Samples, weights: Float64Array, outputs: number): Samples {
  const values = new Float64Array(x.count * outputs);
  for (let n = 0; n < x.count; n++) {
    for (let o = 0; o < outputs; o++) for (let i = 0; i < x.width; i++) values[n * outputs + o]! += x.values[n * x.width + i]! * weights[i * outputs + o]!;
  }
  return { count: x.count, width: outputs, values };
}

function standardized(samples: Samples): Variable[] {
  return Array.from({ length: samples.width }, (_, i) => ({ name: String(i), map: columnStatistics(samples, i) }));
}
