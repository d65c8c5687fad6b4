import { columnOf } from '@knotwork/network';
import { type CubicSplines, cubicSplines, type LinearModel, type LinearProblem, linearValue, ridge, splineCount, splineFeatures } from '@knotwork/numerics';
import { logisticRidge } from '@knotwork/numerics/logistic';
import type { Rows, Samples, Task } from '@knotwork/plugin';

/** What a simple model is a function of: nothing, a line in the inputs, or a sum of curves of single inputs. */
export type SimpleForm = 'constant' | 'line' | 'curves';

/** A model that a network should be better than. */
export interface SimpleModel {
  /** What it is called: its name with values, and with odds. */
  readonly names: Readonly<Record<How, string>>;
  readonly form: SimpleForm;
  /**
   * Fits it to rows and says what it makes of others, as the outputs of a network would be: numbers in the units of the targets, of classes the
   * logarithms of their odds.
   *
   * @returns null where it would take too long
   */
  predict(train: Rows, inputs: Samples, how: How): Samples | null;
}

/** `odds`: outputs are the logarithms of the odds of classes; `values`: they are like the targets. */
export type How = 'odds' | 'values';

/** What outputs are, by what is learned. */
export const howOf = (task: Task): How => (task === 'classification' ? 'odds' : 'values');

/** Pieces of every spline. */
const INTERVALS = 4;
/** What a fit may cost, in multiply-adds of one look at all rows, and for values the most features: eigenvectors of more take minutes. */
const MOST_WORK = 2e7;
const MOST_FEATURES = 400;

/** A constant, a line in all inputs and a sum of splines, the simplest first. */
export const simpleModels: readonly SimpleModel[] = [
  { names: { values: 'constant', odds: 'shares of the classes' }, form: 'constant', predict: (train, inputs, how) => linear(train, inputs, how, 0, () => new Float64Array(0)) },
  { names: { values: 'ridge', odds: 'logistic regression' }, form: 'line', predict: (train, inputs, how) => linear(train, inputs, how, train.inputs.width, rowOf) },
  { names: { values: 'splines + ridge', odds: 'splines + logistic regression' }, form: 'curves', predict: (train, inputs, how) => {
    const splines = Array.from({ length: inputs.width }, (_, i) => cubicSplines(columnOf(train.inputs, i), INTERVALS));
    return linear(train, inputs, how, splines.reduce((sum, s) => sum + splineCount(s), 0), (samples, n) => splineRow(splines, samples, n));
  } },
];

function linear(train: Rows, inputs: Samples, how: How, features: number, featuresOf: (samples: Samples, n: number) => Float64Array): Samples | null {
  const { count, width: targets } = train.targets;
  const size = (features + 1) * (how === 'odds' ? targets : 1);
  if (features > MOST_FEATURES || count * size * size > MOST_WORK * (how === 'odds' ? 1 : 100)) return null;
  /** `[rows][features]` */
  const matrixOf = (samples: Samples): Float64Array => {
    const x = new Float64Array(samples.count * features);
    for (let n = 0; n < samples.count; n++) x.set(featuresOf(samples, n), n * features);
    return x;
  };
  const { weights } = train;
  const problem: LinearProblem = { rows: count, x: matrixOf(train.inputs), features, y: train.targets.values, targets, ...(weights === undefined ? {} : { weights }) };
  return outputsOf(how === 'values' ? ridge(problem) : logisticRidge(problem), matrixOf(inputs), inputs.count);
}

function outputsOf(model: LinearModel, x: Float64Array, count: number): Samples {
  const width = model.intercepts.length;
  return { count, width, values: Float64Array.from({ length: count * width }, (_, k) => linearValue(model, x, Math.floor(k / width), k % width)) };
}

const rowOf = ({ values, width }: Samples, n: number): Float64Array => values.subarray(n * width, (n + 1) * width);

function splineRow(splines: readonly CubicSplines[], { values, width }: Samples, n: number): Float64Array {
  return Float64Array.from(splines.flatMap((spline, i) => [...splineFeatures(spline, values[n * width + i]!)]));
}
