import { choleskyFactor, choleskySolve } from '@knotwork/numerics';
import type { Samples, Task } from '@knotwork/plugin';

/**
 * How a network does beside the simplest there is, on rows that training did not see: root mean square errors of regression, shares of wrong classes of
 * classification, each as a share of that of the constant: the mean of the training targets, or the class that most of them have.
 */
export interface BesideSimple {
  readonly on: 'test' | 'validation';
  /** Of classification: the share of those rows that have the most common class of the training rows. */
  readonly mostCommon?: number;
  /** Null of classification where the most common class is right everywhere. */
  readonly network: number | null;
  /** Of a line through the training rows, by least squares in all inputs; null of classification, and where there are too many inputs for it. */
  readonly line: number | null;
}

/** A line of more inputs says little and costs much. */
const MOST_INPUTS = 200;
/** As a share of the diagonal: what columns that depend on each other need. */
const RIDGE = 1e-9;
/** A line is as good as a network that is no worse than this. */
const WORTH_SAYING = 1.02;
/** A network that comes so close to the mean has learned nothing. */
const NO_BETTER = 0.99;
/** A line that is so much better than the mean is told where the network is not. */
const BETTER = 0.95;

/** Training rows as the network sees them, and rows to judge by, with what the network says of them. In one system of units. */
interface Sides {
  readonly task: Task;
  readonly train: { readonly inputs: Samples; readonly targets: Samples };
  readonly on: BesideSimple['on'];
  readonly inputs: Samples;
  readonly targets: Samples;
  readonly outputs: Samples;
}

export function besideSimple({ task, train, on, inputs, targets, outputs }: Sides): BesideSimple | null {
  if (task === 'classification') {
    const counts = Array.from({ length: targets.width }, (_, c) => sumOf(train.targets, c));
    const most = counts.indexOf(Math.max(...counts));
    const [constant, network] = [wrong(targets, () => most), wrong(targets, (n) => largest(outputs, n))];
    return { on, mostCommon: 1 - constant, network: constant > 0 ? network / constant : null, line: null };
  }
  const means = Array.from({ length: targets.width }, (_, o) => sumOf(train.targets, o) / train.targets.count);
  const constant = errorOf(targets, (_, o) => means[o]!);
  if (!(constant > 0)) return null;
  const line = inputs.width > MOST_INPUTS ? null : lineThrough(train.inputs, train.targets);
  return {
    on, network: errorOf(targets, (n, o) => outputs.values[n * outputs.width + o]!) / constant,
    line: line === null ? null : errorOf(targets, (n, o) => line(inputs, n, o)) / constant,
  };
}

/** A sentence about a network that is no better than something simple; null where it is. @param isOfSeveral whether it has several targets, whose own errors are told in their own units */
export function simpleNote(beside: BesideSimple | null, task: Task, isOfSeveral = false): string | null {
  // A network that diverged is told to have done so.
  if (beside === null || Number.isNaN(beside.network)) return null;
  const { on, network, line } = beside;
  if (task === 'classification') return classNote(on, network);
  const rmse = isOfSeveral ? 'its RMSE over all targets, each in units of its spread,' : 'its RMSE';
  if (network! > NO_BETTER) {
    const than = line !== null && line < BETTER ? `, and that of a line ${times(line)} times as large` : '';
    return `the network is ${isMore(network!) ? 'worse' : 'no better'} than the mean of the training targets on the ${on} rows: ${rmse} is ${times(network!) === '1' ? '' : `${times(network!)} times `}as large${than}. ${ADVICE}`;
  }
  if (line === null || network! <= WORTH_SAYING * line) return null;
  return `the network is worse than a line on the ${on} rows: ${rmse} is ${times(network! / line)} times as large. ${ADVICE}`;
}

const ADVICE = 'More rows or fewer nodes may help, and preset: table compares networks and simple models; where nothing can be learned, nothing does';

function classNote(on: BesideSimple['on'], network: number | null): string | null {
  if (network === null) return `all ${on} rows have the class that is the most common one in training, so that they say nothing of the others`;
  if (network < 1) return null;
  return `the network is ${isMore(network) ? `worse than the most common class on the ${on} rows: its wrong classes are ${times(network)} times as many` : `no better than the most common class on the ${on} rows: its wrong classes are as many`}. ${ADVICE}`;
}

const times = (ratio: number): string => String(Number(ratio.toPrecision(3)));
/** Whether it is more than once, as it is written. */
const isMore = (ratio: number): boolean => Number(times(ratio)) > 1;

function sumOf({ values, width }: Samples, column: number): number {
  let sum = 0;
  for (let n = column; n < values.length; n += width) sum += values[n]!;
  return sum;
}

function errorOf({ count, width, values }: Samples, prediction: (row: number, output: number) => number): number {
  let square = 0;
  for (let n = 0; n < count; n++) for (let o = 0; o < width; o++) square += (values[n * width + o]! - prediction(n, o)) ** 2;
  return Math.sqrt(square / (count * width));
}

const wrong = (targets: Samples, classOf: (row: number) => number): number =>
  Array.from({ length: targets.count }, (_, n) => (targets.values[n * targets.width + classOf(n)] === 1 ? 0 : 1)).reduce((a: number, b) => a + b, 0) / targets.count;

function largest({ width, values }: Samples, row: number): number {
  let best = 0;
  for (let c = 1; c < width; c++) if (values[row * width + c]! > values[row * width + best]!) best = c;
  return best;
}

/** Least squares by normal equations, with a column of ones. Cost: rows * inputs^2. */
function lineThrough({ count, width, values }: Samples, targets: Samples): ((inputs: Samples, row: number, output: number) => number) | null {
  const size = width + 1;
  const at = (rows: Samples, n: number, i: number): number => (i < width ? rows.values[n * width + i]! : 1);
  const gram = new Float64Array(size * size);
  const sides = Array.from({ length: targets.width }, () => new Float64Array(size));
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < size; i++) {
      const v = i < width ? values[n * width + i]! : 1;
      for (let j = 0; j <= i; j++) gram[i * size + j]! += v * (j < width ? values[n * width + j]! : 1);
      for (let o = 0; o < targets.width; o++) sides[o]![i]! += v * targets.values[n * targets.width + o]!;
    }
  }
  for (let i = 0; i < size; i++) gram[i * size + i]! += RIDGE * gram[i * size + i]! + Number.MIN_VALUE;
  if (!choleskyFactor(gram, size)) return null;
  for (const side of sides) choleskySolve(gram, size, side);
  return (inputs, row, output) => sides[output]!.reduce((sum, weight, i) => sum + weight * at(inputs, row, i), 0);
}
