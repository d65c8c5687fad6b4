import { choleskyFactor, choleskySolve } from '@knotwork/numerics';
import type { Rows, Samples, Task } from '@knotwork/plugin';
import { type Done, mayHelp } from './remedies.js';
import { pairedDifference } from '../choice/paired.js';

/**
 * How a network does beside the simplest there is, on rows that training did not see: root mean square errors of regression, shares of wrong classes of
 * classification, each as a share of that of the constant: the mean of the training targets, or the class that most of them have. Where rows are weighed,
 * all of these are: else a line that is fitted to what the network was told to pass over would be held against it.
 */
export interface BesideSimple {
  readonly on: 'test' | 'validation';
  /** Whether rows are weighed; left out where they are not. */
  readonly isWeighed?: true;
  /** Of classification: the share of those rows that have the most common class of the training rows, all counted alike as for the accuracy. */
  readonly mostCommon?: number;
  /** Of classification: mean losses. Where classes are rare, the most common one is right as often as any network can be, and losses alone tell that something was learned. Left out where they are not numbers. */
  readonly loss?: LossBeside;
  /** Null of classification where the most common class is right everywhere. */
  readonly network: number | null;
  /** Of a line through the training rows, by least squares in all inputs; null of classification, and where there are too many inputs for it. */
  readonly line: number | null;
}

/** Mean losses over the same rows, and the standard error of their difference; null of a single row. */
export interface LossBeside {
  readonly network: number;
  /** Of the shares that the classes have in training rows. */
  readonly shares: number;
  readonly standardError: number | null;
}

/** Standard errors from which on a difference of losses is no chance, and from which on it is more likely there than not. */
const [CLEAR, LIKELY] = [2, 1];
/** Share of a class that no training row has. */
const LEAST_SHARE = 1e-12;
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
  readonly train: Rows;
  readonly on: BesideSimple['on'];
  readonly inputs: Samples;
  readonly targets: Samples;
  readonly weights?: Rows['weights'];
  readonly outputs: Samples;
  /** Of classification: losses of rows, of the network and of the shares that classes have in training rows. */
  readonly losses?: { readonly network: Float64Array; readonly shares: Float64Array };
}

/** What a row counts. */
type Weights = Sides['weights'];

export function besideSimple({ task, train, on, inputs, targets, weights, outputs, losses }: Sides): BesideSimple | null {
  const isWeighed = train.weights === undefined && weights === undefined ? {} : { isWeighed: true as const };
  if (task === 'classification') {
    const most = (of: Weights): number => { const counts = sums(train.targets, of); return counts.indexOf(Math.max(...counts)); };
    const [heaviest, common] = [most(train.weights), most(undefined)];
    const [constant, network] = [wrong(targets, weights, () => heaviest), wrong(targets, weights, (n) => largest(outputs, n))];
    return { on, ...isWeighed, mostCommon: 1 - wrong(targets, undefined, () => common), ...lossBeside(losses, weights), network: constant > 0 ? network / constant : null, line: null };
  }
  const total = sumOver(train.targets.count, train.weights, () => 1);
  const means = sums(train.targets, train.weights).map((sum) => sum / total);
  const constant = errorOf(targets, weights, (_, o) => means[o]!);
  if (!(constant > 0)) return null;
  const line = inputs.width > MOST_INPUTS ? null : lineThrough(train);
  return {
    on, ...isWeighed, network: errorOf(targets, weights, (n, o) => outputs.values[n * outputs.width + o]!) / constant,
    line: line === null ? null : errorOf(targets, weights, (n, o) => line(inputs, n, o)) / constant,
  };
}

/** Outputs that give every row the shares that the classes have in training rows: their logarithms. A class that no training row has gets next to nothing. @param count of rows */
export function sharesOfClasses({ targets, weights }: Pick<Rows, 'targets' | 'weights'>, count: number): Samples {
  const counts = sums(targets, weights);
  const total = counts.reduce((a, b) => a + b);
  return { count, width: counts.length, values: Float64Array.from({ length: count * counts.length }, (_, k) => Math.log(Math.max(counts[k % counts.length]! / total, LEAST_SHARE))) };
}

/** Means over rows as they are weighed. */
function lossBeside(losses: Sides['losses'], weights: Weights): Pick<BesideSimple, 'loss'> {
  if (losses === undefined) return {};
  const mean = meanOver(losses.network.length, undefined, (n) => weights?.[n] ?? 1);
  const scaled = weights === undefined ? undefined : Float64Array.from(weights, (w) => w / mean);
  const { standardError } = pairedDifference(losses.network, losses.shares, scaled);
  const [network, shares] = [losses.network, losses.shares].map((of) => meanOver(of.length, weights, (n) => of[n]!));
  return Number.isFinite(network) && Number.isFinite(shares) ? { loss: { network: network!, shares: shares!, standardError: Number.isFinite(standardError) ? standardError : null } } : {};
}

/** A sentence about a network that is no better than something simple; null where it is. @param done what need not be told, @param isOfSeveral whether it has several targets, whose own errors are told in their own units */
export function simpleNote(beside: BesideSimple | null, task: Task, done: Done, isOfSeveral = false): string | null {
  // A network that diverged is told to have done so.
  if (beside === null || Number.isNaN(beside.network)) return null;
  const { on, network, line, isWeighed = false } = beside;
  if (task === 'classification') return classNote(beside, done);
  const rmse = `its RMSE${isOfSeveral ? ' over all targets, each in units of its spread,' : ''}${isWeighed ? `${isOfSeveral ? '' : ','} with rows weighed,` : ''}`;
  if (network! > NO_BETTER) {
    const than = line !== null && line < BETTER ? `, and that of a line ${times(line)} times as large` : '';
    return `the network is ${isMore(network!) ? 'worse' : 'no better'} than the mean of the training targets on the ${on} rows: ${rmse} is ${times(network!) === '1' ? '' : `${times(network!)} times `}as large${than}. ${adviceAfter(done)}`;
  }
  if (line === null || network! <= WORTH_SAYING * line) return null;
  return `the network is worse than a line on the ${on} rows: ${rmse} is ${times(network! / line)} times as large. ${adviceAfter(done)}`;
}

const adviceAfter = (done: Done): string => `${mayHelp(done)}${done.isCompared ? '' : ', and preset: table compares networks and simple models'}; where nothing can be learned, nothing does`;

function classNote({ on, network, loss, isWeighed }: BesideSimple, done: Done): string | null {
  if (network === null) return `all ${on} rows have the class that is the most common one in training, so that they say nothing of the others`;
  const isNoBetter = !(network < 1);
  // In standard errors; what no two rows tell is none.
  const errors = loss === undefined || loss.network === loss.shares ? 0 : (loss.network - loss.shares) / (loss.standardError ?? Infinity);
  const losses = loss === undefined ? '' : `, and its loss is ${times(loss.network)} beside ${times(loss.shares)} of the shares of the classes`;
  if (errors >= CLEAR && !isNoBetter) return `the network is too sure of its classes on the ${on} rows: its loss is ${times(loss!.network)} beside ${times(loss!.shares)} of the shares of the classes. Its probabilities are worse than these shares, its classes are right more often than the most common one. ${mayHelp(done)}`;
  if (!isNoBetter) return null;
  const count = isMore(network) ? `${times(network)} times as many` : 'as many';
  const classes = `its wrong classes${isWeighed === true ? ', with rows weighed,' : ''} are ${count}`;
  const said = `${isMore(network) ? 'worse' : 'no better'} than the most common class on the ${on} rows: ${classes}`;
  if (errors <= -CLEAR) return `by its classes the network is ${said}. By its probabilities it is better: its loss is ${times(loss!.network)} beside ${times(loss!.shares)} of the shares of the classes. Go by the probabilities`;
  if (errors <= -LIKELY) return `by its classes the network is ${said}. By its probabilities it seems to be better, but the rows are too few to be sure: its loss is ${times(loss!.network)} beside ${times(loss!.shares)} of the shares of the classes`;
  return `the network is ${said}${losses}. ${adviceAfter(done)}`;
}

const times = (ratio: number): string => String(Number(ratio.toPrecision(3)));
/** Whether it is more than once, as it is written. */
const isMore = (ratio: number): boolean => Number(times(ratio)) > 1;

/** Of something over rows, each as often as it counts. */
function sumOver(count: number, weights: Weights, of: (row: number) => number): number {
  let sum = 0;
  for (let n = 0; n < count; n++) sum += (weights?.[n] ?? 1) * of(n);
  return sum;
}

/** Of every column. */
const sums = ({ count, width, values }: Samples, weights: Weights): number[] => Array.from({ length: width }, (_, o) => sumOver(count, weights, (n) => values[n * width + o]!));

const meanOver = (count: number, weights: Weights, of: (row: number) => number): number => sumOver(count, weights, of) / sumOver(count, weights, () => 1);

function errorOf({ count, width, values }: Samples, weights: Weights, prediction: (row: number, output: number) => number): number {
  return Math.sqrt(meanOver(count, weights, (n) => {
    let square = 0;
    for (let o = 0; o < width; o++) square += (values[n * width + o]! - prediction(n, o)) ** 2;
    return square / width;
  }));
}

const wrong = ({ count, width, values }: Samples, weights: Weights, classOf: (row: number) => number): number => meanOver(count, weights, (n) => (values[n * width + classOf(n)] === 1 ? 0 : 1));

function largest({ width, values }: Samples, row: number): number {
  let best = 0;
  for (let c = 1; c < width; c++) if (values[row * width + c]! > values[row * width + best]!) best = c;
  return best;
}

/** Least squares by normal equations, with a column of ones, of rows as they count. Cost: rows * inputs^2. */
function lineThrough({ inputs: { count, width, values }, targets, weights }: Rows): ((inputs: Samples, row: number, output: number) => number) | null {
  const size = width + 1;
  const at = (rows: Samples, n: number, i: number): number => (i < width ? rows.values[n * width + i]! : 1);
  const gram = new Float64Array(size * size);
  const sides = Array.from({ length: targets.width }, () => new Float64Array(size));
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < size; i++) {
      const v = (weights?.[n] ?? 1) * (i < width ? values[n * width + i]! : 1);
      for (let j = 0; j <= i; j++) gram[i * size + j]! += v * (j < width ? values[n * width + j]! : 1);
      for (let o = 0; o < targets.width; o++) sides[o]![i]! += v * targets.values[n * targets.width + o]!;
    }
  }
  for (let i = 0; i < size; i++) gram[i * size + i]! += RIDGE * gram[i * size + i]! + Number.MIN_VALUE;
  if (!choleskyFactor(gram, size)) return null;
  for (const side of sides) choleskySolve(gram, size, side);
  return (inputs, row, output) => sides[output]!.reduce((sum, weight, i) => sum + weight * at(inputs, row, i), 0);
}
